package dev.sparkzarr.store.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives written here and read by java.util.zip. */
class ZipWriterTest {
  @TempDir Path directory;

  private static StoreKey key(String value) {
    return new StoreKey(value);
  }

  private static byte[] random(int length) {
    byte[] value = new byte[length];
    new Random(length).nextBytes(value);
    return value;
  }

  @Test
  void othersReadWhatIsWritten() throws IOException {
    Path path = directory.resolve("new/x.zarr.zip");
    try (ZipWriter writer = ZipStore.create(path.toString())) {
      writer.put(key("zarr.json"), ByteBuffer.wrap(random(50)).position(10).limit(20));
      writer.put(key("c/0/ü"), ByteBuffer.wrap(random(3_000_000)));
      writer.put(key("empty"), ByteBuffer.allocate(0));
      assertThat(writer.get(key("c/0/ü"), 3_000_000)).contains(ByteBuffer.wrap(random(3_000_000)));
      assertThat(writer.get(key("c/1"), 10)).isEmpty();
      assertThat(path).doesNotExist();
    }
    try (ZipFile zip = new ZipFile(path.toFile())) {
      assertThat(zip.size()).isEqualTo(3);
      assertThat(zip.stream()).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
      assertThat(zip.getInputStream(zip.getEntry("zarr.json")).readAllBytes())
          .isEqualTo(java.util.Arrays.copyOfRange(random(50), 10, 20));
      assertThat(zip.getInputStream(zip.getEntry("c/0/ü")).readAllBytes())
          .isEqualTo(random(3_000_000));
      assertThat(zip.getInputStream(zip.getEntry("empty")).readAllBytes()).isEmpty();
    }
    try (Store store = Stores.open(new StoreLocation(path.toString(), Map.of()))) {
      assertThat(store.get(key("c/0/ü"), 3_000_000)).contains(ByteBuffer.wrap(random(3_000_000)));
    }
    assertThat(path.getParent()).isDirectoryContaining(path::equals);
    assertThat(path.getParent().toFile().list()).hasSize(1);
  }

  @Test
  void manyEntriesNeedTheWideRecords() throws IOException {
    Path path = directory.resolve("many.zip");
    try (ZipWriter writer = ZipStore.create(path.toString())) {
      for (int i = 0; i < 70_000; i++) {
        writer.put(key("c/" + i), ByteBuffer.allocate(4).putInt(0, i));
      }
    }
    try (ZipFile zip = new ZipFile(path.toFile())) {
      assertThat(zip.size()).isEqualTo(70_000);
      assertThat(zip.getInputStream(zip.getEntry("c/69999")).readAllBytes())
          .isEqualTo(ByteBuffer.allocate(4).putInt(69_999).array());
    }
    try (Store store = Stores.open(new StoreLocation(path.toString(), Map.of()))) {
      assertThat(store.get(key("c/65535"), 4).orElseThrow().getInt()).isEqualTo(65_535);
    }
  }

  @Test
  void aKeyIsWrittenOnce() throws IOException {
    Path path = directory.resolve("x.zip");
    try (ZipWriter writer = ZipStore.create(path.toString())) {
      writer.put(key("a/b"), ByteBuffer.wrap(random(10)));
      assertThatThrownBy(() -> writer.put(key("a/b"), ByteBuffer.wrap(random(20))))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("Cannot write zip::" + path + "/a/b")
          .hasMessageContaining("cannot be replaced");
      writer.put(key("a/c"), ByteBuffer.wrap(random(5)));
    }
    try (ZipFile zip = new ZipFile(path.toFile())) {
      assertThat(zip.getInputStream(zip.getEntry("a/b")).readAllBytes()).isEqualTo(random(10));
      assertThat(zip.size()).isEqualTo(2);
    }
  }

  @Test
  void whatIsAbandonedLeavesWhatWasThere() throws IOException {
    Path path = Files.write(directory.resolve("x.zip"), random(7));
    ZipWriter writer = ZipStore.create(path.toString());
    writer.put(key("a"), ByteBuffer.wrap(random(10)));
    writer.abandon();
    assertThatThrownBy(() -> writer.put(key("b"), ByteBuffer.allocate(1)))
        .isInstanceOf(StoreException.class);
    writer.close();
    writer.close();
    assertThat(path).hasBinaryContent(random(7));
    assertThat(directory.toFile().list()).containsExactly("x.zip");
  }

  @Test
  void equalValuesMakeEqualArchives() throws IOException {
    Path one = directory.resolve("one.zip");
    Path two = directory.resolve("two.zip");
    for (Path path : new Path[] {one, two}) {
      try (ZipWriter writer = ZipStore.create(path.toString())) {
        writer.put(key("a"), ByteBuffer.wrap(random(10)));
      }
    }
    assertThat(one).hasSameBinaryContentAs(two);
  }
}
