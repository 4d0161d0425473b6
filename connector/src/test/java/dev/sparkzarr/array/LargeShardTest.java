package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.LocalStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shards larger than any array in memory, in files that are mostly holes. */
@Timeout(60)
class LargeShardTest {
  private static final String BYTES = "{'name':'bytes','configuration':{'endian':'little'}}";
  private static final String SUM = "{'name':'crc32c'}";
  private static final long FIVE_GIB = 5L << 30;

  @TempDir private Path folder;

  private final ChunkBuffer target = new ChunkBuffer(ElementKind.UINT8);

  private static String sharding(long chunk, String inner, String location) {
    return "{'chunk_shape':["
        + chunk
        + "],'codecs':["
        + inner
        + "],'index_codecs':["
        + BYTES
        + ","
        + SUM
        + "],'index_location':'"
        + location
        + "'}";
  }

  private static ArrayMetadata array(String sharding, long length) {
    return TestArrays.array(
        ElementKind.UINT8,
        Shape.of(length),
        Shape.of(length),
        List.of(TestArrays.codec("sharding_indexed", sharding)),
        new byte[] {9});
  }

  /** An index with its checksum; all entries not named are absent. */
  private static byte[] index(int count, long... entries) {
    ByteBuffer index = ByteBuffer.allocate(16 * count + 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 2 * count; i++) {
      index.putLong(8 * i, -1);
    }
    for (int i = 0; i < entries.length; i += 3) {
      index.putLong(16 * (int) entries[i], entries[i + 1]);
      index.putLong(16 * (int) entries[i] + 8, entries[i + 2]);
    }
    CRC32C sum = new CRC32C();
    sum.update(index.array(), 0, 16 * count);
    return index.putInt(16 * count, (int) sum.getValue()).array();
  }

  private ArrayReader reader(ArrayMetadata array) {
    return new JavaEngine()
        .open(
            LocalStore.at(folder.toString()),
            new NodePath("big"),
            array,
            FetchSettings.DEFAULT,
            new ReadCounters());
  }

  private RandomAccessFile object() throws IOException {
    Path file = folder.resolve("big/c/0");
    Files.createDirectories(file.getParent());
    return new RandomAccessFile(file.toFile(), "rw");
  }

  private byte[] read(ArrayReader reader, long chunk) {
    reader.decode(reader.fetch(List.of(ChunkIndex.of(chunk))).get(0), target);
    return Sample.bytes(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "end"})
  void innerChunksBeyondTwoGibibytesAreFound(String location) throws IOException {
    ArrayMetadata array = array(sharding(4, BYTES, location), 400);
    byte[] index = index(100, 7, FIVE_GIB + 11, 4, 8, (1L << 31) - 2, 4, 99, (1L << 32) + 1, 4);
    try (RandomAccessFile object = object()) {
      object.seek(FIVE_GIB + 11);
      object.write(new byte[] {1, 2, 3, 4});
      object.seek((1L << 31) - 2);
      object.write(new byte[] {5, 6, 7, 8});
      object.seek((1L << 32) + 1);
      object.write(new byte[] {10, 11, 12, 13});
      object.setLength(6L << 30);
      object.seek(location.equals("start") ? 0 : object.length());
      object.write(index);
    }
    ArrayReader reader = reader(array);
    assertThat(read(reader, 7)).containsExactly(1, 2, 3, 4);
    assertThat(read(reader, 8)).containsExactly(5, 6, 7, 8);
    assertThat(read(reader, 99)).containsExactly(10, 11, 12, 13);
    assertThat(read(reader, 0)).containsExactly(9, 9, 9, 9);
    reader.read(new Region(List.of(new Region.Range(29, 5, 2))), target);
    assertThat(Sample.bytes(target)).containsExactly(2, 4, 6, 8, 9);
  }

  @Test
  void shardsInShardsBeyondTwoGibibytesAreFound() throws IOException {
    String inner =
        "{'name':'sharding_indexed','configuration':" + sharding(2, BYTES + "," + SUM, "end") + "}";
    ArrayMetadata array = array(sharding(4, inner, "end"), 8);
    CRC32C sum = new CRC32C();
    sum.update(new byte[] {3, 4});
    try (RandomAccessFile object = object()) {
      object.seek(FIVE_GIB);
      object.write(new byte[] {3, 4});
      object.writeInt(Integer.reverseBytes((int) sum.getValue()));
      byte[] index = index(2, 1, 0, 6);
      object.write(index);
      object.write(index(2, 1, FIVE_GIB, 6 + index.length));
    }
    ArrayReader reader = reader(array);
    reader.read(Region.all(Shape.of(8)), target);
    assertThat(Sample.bytes(target)).containsExactly(9, 9, 9, 9, 9, 9, 3, 4);
  }

  @Test
  void anIndexWhoseSumIsWrongIsRefused() throws IOException {
    ArrayMetadata array = array(sharding(4, BYTES, "end"), 400);
    byte[] index = index(100, 7, FIVE_GIB, 4);
    index[16 * 7 + 4] ^= 1; // another offset, beyond 2^32
    try (RandomAccessFile object = object()) {
      object.seek(6L << 30);
      object.write(index);
    }
    ArrayReader reader = reader(array);
    assertThatThrownBy(() -> read(reader, 7))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("the checksum of 1600 bytes does not match")
        .hasMessageContaining("big");
  }
}
