package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.LocalStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SpareBytesTest {
  private static final int SIZE = 3 * SpareBytes.LEAST;

  @Test
  void whatWasGivenIsTakenAgainOnce() {
    SpareBytes spare = new SpareBytes(10L * SIZE);
    byte[] array = spare.take(SIZE);
    assertThat(array.length).isBetween(SIZE, SIZE + SIZE / 4);
    spare.give(array);
    assertThat(spare.bytes()).isEqualTo(array.length);
    assertThat(spare.take(SIZE - 100)).isSameAs(array);
    assertThat(spare.take(SIZE - 100)).isNotSameAs(array);
  }

  @Test
  void whatIsTooSmallOrMuchTooLargeIsLeft() {
    SpareBytes spare = new SpareBytes(10L * SIZE);
    byte[] array = spare.take(SIZE);
    spare.give(array);
    assertThat(spare.take(array.length + 1)).hasSizeGreaterThan(array.length);
    assertThat(spare.take(SIZE / 3)).hasSizeLessThan(SIZE);
    assertThat(spare.take(SIZE)).isSameAs(array);
  }

  @Test
  void noMoreIsKeptThanTheBound() {
    SpareBytes spare = new SpareBytes(2L * SIZE);
    byte[][] arrays = {spare.take(SIZE), spare.take(SIZE), spare.take(SIZE), spare.take(9 * SIZE)};
    Arrays.stream(arrays).forEach(spare::give);
    assertThat(spare.bytes()).isLessThanOrEqualTo(2L * SIZE).isPositive();
    assertThat(spare.take(SIZE)).isSameAs(arrays[2]);
  }

  @Test
  void littleIsNotKept() {
    SpareBytes spare = new SpareBytes(10L * SIZE);
    spare.give(spare.take(SpareBytes.LEAST - 1));
    assertThat(spare.bytes()).isZero();
  }

  /** Chunks that nothing compresses, of sizes that differ, fetched ahead by several threads. */
  @Test
  void chunksAreWhatTheyWereThoughTheirMemoryIsUsedAgain(@TempDir Path directory) {
    int chunks = 60;
    int elements = SpareBytes.LEAST;
    ArrayMetadata array =
        ArrayMetadata.parse(
            """
            {"zarr_format":3,"node_type":"array","shape":[%d],"data_type":"uint8","fill_value":0,
             "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[%d]}},
             "chunk_key_encoding":{"name":"default"},
             "codecs":[{"name":"bytes"},{"name":"zstd","configuration":{"level":1}}]}"""
                .formatted((long) chunks * elements, elements));
    byte[][] values = new byte[chunks][elements];
    Set<byte[]> memory = Collections.newSetFromMap(new IdentityHashMap<>());
    try (LocalStore store = LocalStore.at(directory.toString());
        FetchPool pool = new FetchPool(new FetchSettings(4, 8L * elements, 0), "spare-test")) {
      Random random = new Random(1);
      ArrayWriter writer =
          ArrayEngines.named("java")
              .openForWriting(store, NodePath.ROOT, array, WriteSettings.of(EmptyChunks.WRITE));
      ChunkBuffer buffer = new ChunkBuffer(array.dataType());
      for (int i = 0; i < chunks; i++) {
        random.nextBytes(values[i]);
        buffer.resize(elements);
        System.arraycopy(values[i], 0, buffer.bytes(), 0, elements);
        writer.writeObject(ChunkIndex.of(i), buffer);
      }
      ArrayReader reader =
          ArrayEngines.named("java")
              .open(store, NodePath.ROOT, array, FetchSettings.DEFAULT, new ReadCounters());
      ChunkStream stream =
          pool.stream(
              reader,
              LongStream.range(0, chunks).mapToObj(i -> List.of(ChunkIndex.of(i))).iterator());
      for (int i = 0; i < chunks; i++) {
        if (i % 7 == 3) {
          stream.skip(1);
          continue;
        }
        EncodedChunk encoded = stream.next().get(0);
        memory.add(encoded.bytes().orElseThrow().array());
        ByteBuffer stored = store.get(new StoreKey("c/" + i), Long.MAX_VALUE).orElseThrow();
        assertThat(encoded.bytes()).contains(stored);
        reader.decode(encoded, buffer);
        assertThat(buffer.bytes()).startsWith(values[i]);
      }
    }
    assertThat(memory).hasSizeLessThan(chunks / 2);
  }
}
