package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.nio.file.ExtendedOpenOption;
import dev.sparkzarr.store.ByteRange.Slice;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads past the page cache; skipped where the file system of the temporary directory has none. */
class DirectLocalStoreTest extends StoreContract {
  private static final Path MEMORY = Path.of("/dev/shm");

  @TempDir Path directory;

  @Override
  protected Set<Capability<?>> expected() {
    return allBut(Capability.READS_INTO);
  }

  @Override
  protected Store open() {
    return Stores.open(
        new StoreLocation(
            directory.resolve("x.zarr").toString(), Map.of(LocalStoreProvider.DIRECT, "true")));
  }

  @BeforeEach
  void assumeDirectReads() throws IOException {
    assumeTrue(isDirect(directory), "no direct reads on this file system");
  }

  private static boolean isDirect(Path directory) throws IOException {
    Path probe = Files.createTempFile(directory, "probe", "");
    try (FileChannel channel =
        FileChannel.open(probe, StandardOpenOption.READ, ExtendedOpenOption.DIRECT)) {
      return channel.isOpen();
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    } finally {
      Files.delete(probe);
    }
  }

  @Test
  void anyPartOfALargeValueIsThatPart() {
    byte[] value = bytes(5_000_011);
    put("a/b", value);
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      int offset = random.nextInt(value.length);
      int length = random.nextInt(Math.min(2_500_000, value.length - offset + 1));
      assertThat(read("a/b", new Slice(offset, length)))
          .as("%s+%s", offset, length)
          .isEqualTo(Arrays.copyOfRange(value, offset, offset + length));
    }
    assertThat(get("a/b")).isEqualTo(value);
  }

  @Test
  void aFileSystemWithoutItIsRefusedByName() throws IOException {
    assumeTrue(Files.isWritable(MEMORY), "no file system in memory");
    Path there = Files.createTempDirectory(MEMORY, "sparkzarr");
    StoreKey key = new StoreKey("a");
    try (Store store = LocalStore.direct(there.toString())) {
      assertThat(store.get(key, 10)).isEmpty();
      put(store, key);
      assumeTrue(!isDirect(there), "this file system in memory reads directly");
      assertThatThrownBy(() -> store.get(key, 10))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("Cannot read " + there.resolve("a"))
          .hasMessageContaining("fs.sparkzarr.directReads");
    } finally {
      Files.deleteIfExists(there.resolve("a"));
      Files.delete(there);
    }
  }

  private static void put(Store store, StoreKey key) {
    store.writes().orElseThrow().put(key, java.nio.ByteBuffer.allocate(5));
  }
}
