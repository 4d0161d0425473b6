package dev.sparkzarr.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.hostile.Guard.Outcome;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rectilinear grids that declare more than there can be. */
class HostileGridsTest {
  private static final NodePath PATH = new NodePath("a");
  private static final long HUGE = 1L << 62;

  /** Classes are not what is measured. */
  @BeforeAll
  static void warmUp() {
    HostileGridsTest once = new HostileGridsTest();
    for (String engine : List.of("java", "reference")) {
      once.array("[4]", "[[1, 3]]");
      once.read(engine, 1, 4);
    }
  }

  private final MemoryStore store = MemoryStore.unnamed();

  private void array(String shape, String chunkShapes) {
    String document =
        "{'zarr_format': 3, 'node_type': 'array', 'shape': "
            + shape
            + ", 'data_type': 'uint8', 'chunk_grid': {'name': 'rectilinear', 'configuration':"
            + " {'kind': 'inline', 'chunk_shapes': "
            + chunkShapes
            + "}}, 'chunk_key_encoding': 'default', 'fill_value': 7, 'codecs': ['bytes']}";
    put("a/zarr.json", document.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private void put(String key, byte... bytes) {
    store.put(new StoreKey(key), ByteBuffer.wrap(bytes));
  }

  private Outcome<byte[]> read(String engine, long from, long to) {
    return Guard.attemptAlone(
        engine + " reads " + from + " to " + to,
        Guard.FEW_BYTES,
        () -> {
          ZarrArray array =
              ZarrArray.of(store, PATH, Nodes.readArray(store, PATH), ArrayEngines.named(engine));
          ChunkBuffer values = array.read(new Region(List.of(Region.Range.of(from, to))));
          return Arrays.copyOf(values.bytes(), values.size());
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void runsOfBillionsAreReadInParts(String engine) {
    array("[" + HUGE + "]", "[[2, [1, " + (HUGE / 2) + "], [3, " + HUGE + "]]]");
    put("a/c/" + (1 + HUGE / 2), (byte) 4, (byte) 5, (byte) 6); // behind all chunks of length 1
    long start = 2 + HUGE / 2;
    assertThat(read(engine, start - 1, start + 4).answer().orElseThrow())
        .containsExactly(7, 4, 5, 6, 7);
    assertThat(read(engine, HUGE - 2, HUGE).answer().orElseThrow()).containsExactly(7, 7);
    assertThat(read(engine, 0, HUGE).message()).contains("at most 2 GiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void manyRunsAreLookedUp(String engine) {
    array("[30000]", "[[" + "1,2,".repeat(9_999) + "1,2]]");
    put("a/c/19999", (byte) 1, (byte) 2);
    assertThat(read(engine, 29_997, 30_000).answer().orElseThrow()).containsExactly(7, 1, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[4] ; [[1, 9223372036854775807]] ; at most 2 GiB",
        "[4] ; [[1, [4611686018427387904, 4611686018427387904]]] ; at most 2 GiB",
        "[4] ; [9223372036854775807] ; at most 2 GiB",
        "[4] ; [[2, 1]] ; only 3 long together",
        "[9223372036854775807] ; [[[1, 4611686018427387904]]] ; long together",
      })
  void whatNoMemoryHoldsIsRefused(String shape, String chunkShapes, String reason) {
    array(shape, chunkShapes);
    for (String engine : List.of("java", "reference")) {
      assertThat(read(engine, 0, 1).message())
          .startsWith("Cannot read array /a in memory:")
          .contains(reason);
    }
  }

  @Test
  void chunksOfManyShapesKeepNoPipelineEach() {
    StringBuilder lengths = new StringBuilder("1");
    for (int i = 2; i <= 600; i++) {
      lengths.append(',').append(i);
    }
    array("[180300]", "[[" + lengths + "]]");
    put("a/c/599", new byte[600]);
    byte[] all = read("java", 0, 180_300).answer().orElseThrow();
    assertThat(all[179_699]).isEqualTo((byte) 7);
    assertThat(all[179_700]).isEqualTo((byte) 0);
  }
}
