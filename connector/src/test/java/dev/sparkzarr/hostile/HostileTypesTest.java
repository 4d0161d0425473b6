package dev.sparkzarr.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.Hierarchy.Consolidated;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.hostile.Guard.Outcome;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements of huge, many or lying parts: what they declare bounds what is taken for them. */
class HostileTypesTest {
  private static final NodePath PATH = new NodePath("a");
  private static final int LONGEST = 64 << 20;

  private final MemoryStore store = MemoryStore.unnamed();

  /** Classes and loggers are not what is measured. */
  @BeforeAll
  static void warmUp() {
    HostileTypesTest once = new HostileTypesTest();
    once.array("'|O'", "{'id':'vlen-utf8'}", 1);
    once.open("java").readAll();
    once.open("reference").readAll();
  }

  private void put(String key, String text) {
    store.put(
        new StoreKey(key),
        ByteBuffer.wrap(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  private void put(String key, byte[] bytes) {
    store.put(new StoreKey(key), ByteBuffer.wrap(bytes));
  }

  private static String document(String dtype, String filter, int chunk) {
    return "{'zarr_format':2,'shape':[4],'chunks':["
        + chunk
        + "],'dtype':"
        + dtype
        + ",'fill_value':null,'order':'C','filters':["
        + filter
        + "],'compressor':null}";
  }

  private void array(String dtype, String filter, int chunk) {
    put("a/.zarray", document(dtype, filter, chunk));
  }

  private ZarrArray open(String engine) {
    return ZarrArray.of(store, PATH, Nodes.readArray(store, PATH), ArrayEngines.named(engine));
  }

  private static String fields(int count, String dtype) {
    return IntStream.range(0, count)
        .mapToObj(i -> "['f" + i + "','" + dtype + "']")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void recordsOf4096FieldsAreReadAndMoreAreRefused(String engine) {
    array(fields(4096, ">i2"), "", 2);
    byte[] stored = new byte[2 * 4096 * 2];
    stored[stored.length - 1] = 7;
    put("a/1", stored);
    Outcome<ChunkBuffer> read =
        Guard.attemptAlone("4096 fields", 2 * Guard.FEW_BYTES, () -> open(engine).readAll());
    ChunkBuffer buffer = read.answer().orElseThrow();
    assertThat(buffer.size()).isEqualTo(4 * 4096 * 2);
    assertThat(buffer.bytes()[buffer.size() - 2]).isEqualTo((byte) 7); // the last, turned
    array(fields(4097, ">i2"), "", 2);
    Outcome<ChunkBuffer> more =
        Guard.attemptAlone("4097 fields", Guard.FEW_BYTES, () -> open(engine).readAll());
    assertThat(more.message()).contains("/a", "4097 fields");
  }

  @Test
  void recordsInRecordsInRecordsAreRefusedBeforeTheyAreLaidOut() {
    String dtype = fields(16, "<f8");
    for (int depth = 0; depth < 5; depth++) {
      dtype = "[['x'," + dtype + ",[16]],['y','|i1']]"; // 16^6 numbers
    }
    array(dtype, "", 1);
    assertThat(
            Guard.attemptAlone("nested", Guard.FEW_BYTES, () -> open("java").readAll()).message())
        .contains("/a", "a field has elements of 134287632 bytes");
  }

  @ParameterizedTest
  @CsvSource({"<U16777216", "|S67108864", "|V67108864"})
  void anElementOf64MebibytesIsItsOwnSizeAndAChunkOfManyIsRefused(String dtype) {
    array("'" + dtype + "'", "", 1);
    Guard.attemptAlone("described", Guard.FEW_BYTES, () -> open("java")).answer().orElseThrow();
    ZarrArray array = open("java");
    Outcome<ChunkBuffer> all =
        Guard.attemptAlone(
            dtype, Guard.FEW_BYTES + 12L * LONGEST, () -> array.readAll()); // 4 of them, and fill
    assertThat(all.answer().orElseThrow().size()).isEqualTo(4 * LONGEST);
    array("'" + dtype + "'", "", 100);
    assertThat(
            Guard.attemptAlone(dtype, Guard.FEW_BYTES + LONGEST, () -> open("java").readAll())
                .message())
        .contains("/a", "2 GiB");
  }

  @Test
  void aThousandArraysOfHugeElementsTakeLittleMemory() {
    String arrays =
        IntStream.range(0, 1000)
            .mapToObj(i -> "'a" + i + "/.zarray':" + document("'|V67108864'", "", 1))
            .collect(Collectors.joining(","));
    put(
        ".zmetadata",
        "{'zarr_consolidated_format':1,'metadata':{'.zgroup':{'zarr_format':2}," + arrays + "}}");
    put(".zgroup", "{'zarr_format':2}");
    int found =
        Guard.attemptAlone(
                "a thousand",
                3 * Guard.FEW_BYTES,
                () ->
                    Hierarchy.open(store, Consolidated.IF_PRESENT)
                        .children(NodePath.ROOT)
                        .nodes()
                        .size())
            .answer()
            .orElseThrow();
    assertThat(found).isEqualTo(1000);
  }

  /** Chunks by hand: a count, then lengths and bytes; MessagePack of lengths that are not there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'id':'vlen-utf8'} ; 02000000 ffffff7f 61 00000000",
        "{'id':'vlen-utf8'} ; 02000000 ffffffff 61 00000000",
        "{'id':'vlen-utf8'} ; 02000000 01000000 61 00000080",
        "{'id':'vlen-utf8'} ; ffffffff 01000000 61 00000000",
        "{'id':'vlen-utf8'} ; 02000000 01000000 ff 00000000",
        "{'id':'vlen-bytes'} ; 02000000 ffffff7f 61 00000000",
        "{'id':'vlen-array','dtype':'<i4'} ; 02000000 05000000 6161616161 00000000",
        "{'id':'vlen-array','dtype':'<i4'} ; 02000000 fcffff7f 61616161 00000000",
        "{'id':'msgpack2'} ; ddffffffff 01",
        "{'id':'msgpack2'} ; 94 dbffffffff 61 a0 a2 7c4f 91 02",
        "{'id':'msgpack2'} ; dfffffffff 01",
        "{'id':'json2'} ; 5b5b5b5b5b5b",
        "{'id':'vlen-utf8'},{'id':'lz4'} ; ffffff7f 1f 61 0100 ff ff ff 00",
        "{'id':'vlen-utf8'},{'id':'blosc'} ; 02012101 ffffff7f ffffff7f 20000000 14000000 ffffffff",
      })
  void valuesThatDeclareGibibytesAreRefused(String filters, String stored) {
    array("'|O'", filters, 2);
    put("a/0", HexFormat.of().parseHex(stored.replace(" ", "")));
    for (String engine : new String[] {"java", "reference"}) {
      assertThat(
              Guard.attemptAlone(filters, Guard.FEW_BYTES, () -> open(engine).readAll()).message())
          .startsWith("Cannot ")
          .contains("/a");
    }
  }
}
