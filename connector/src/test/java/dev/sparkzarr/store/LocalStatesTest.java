package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.ByteRange.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions, conditional writes, range writes and moves of local files, beyond the contract. */
class LocalStatesTest {
  private static final StoreKey KEY = new StoreKey("a/b");
  private static final byte[] SECRET = {42};

  @TempDir Path directory;

  private Path root;
  private Store store;

  @BeforeEach
  void open() {
    root = directory.resolve("x.zarr");
    store = LocalStore.at(root.toString());
  }

  private void put(String key, byte[] value) {
    store.writes().orElseThrow().put(new StoreKey(key), ByteBuffer.wrap(value));
  }

  private Version version() {
    return store.stats().orElseThrow().stat(KEY).orElseThrow().version().orElseThrow();
  }

  @Test
  void whatAnotherProgramWroteIsAnotherVersion() throws IOException {
    put("a/b", new byte[10]);
    Version before = version();
    Files.write(root.resolve("a/b"), new byte[] {1}, StandardOpenOption.WRITE);
    Files.setLastModifiedTime(root.resolve("a/b"), FileTime.from(Instant.now().plusMillis(20)));
    assertThat(version()).isNotEqualTo(before);
    assertThatThrownBy(() -> store.versions().get().read(KEY, new Slice(0, 1), before))
        .isInstanceOf(ConflictException.class);
    assertThat(store.replaces().get().replace(KEY, ByteBuffer.allocate(1), before)).isEmpty();
  }

  /** Two processes and this one count together; a lost update would show. */
  @Test
  void replacersOfOtherProcessesAreSeen() throws Exception {
    put("a/b", ByteBuffer.allocate(4).array());
    List<Process> others = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      others.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  LocalStatesTest.class.getName(),
                  root.toString())
              .redirectErrorStream(true)
              .start());
    }
    count(store);
    for (Process other : others) {
      String said = new String(other.getInputStream().readAllBytes());
      assertThat(other.waitFor()).as(said).isZero();
    }
    assertThat(store.get(KEY, 4).orElseThrow().getInt()).isEqualTo(3 * 100);
  }

  /** Run as another process. */
  public static void main(String[] arguments) {
    try (Store store = LocalStore.at(arguments[0])) {
      count(store);
    }
  }

  private static void count(Store store) {
    for (int done = 0; done < 100; ) {
      Versions.Versioned seen = store.versions().orElseThrow().get(KEY, 4).orElseThrow();
      ByteBuffer next = ByteBuffer.allocate(4).putInt(seen.bytes().getInt() + 1).flip();
      done +=
          store.replaces().orElseThrow().replace(KEY, next, seen.version().get()).isPresent()
              ? 1
              : 0;
    }
  }

  @Test
  void theLockIsNoKeyAndHoldsNobodyForEver() throws IOException {
    put("a/b", new byte[1]);
    assertThat(store.replaces().get().replace(KEY, ByteBuffer.allocate(2), version())).isPresent();
    assertThat(root.resolve(".sparkzarr.lock")).doesNotExist();
    try (Stream<StoreKey> keys = store.listing().get().keys(Optional.empty())) {
      assertThat(keys).containsExactly(KEY);
    }
    assertThatThrownBy(() -> put(".sparkzarr.lock", SECRET)).isInstanceOf(StoreException.class);
    // Whoever knows at once that it lost does not wait for the lock.
    try (FileChannel channel =
            FileChannel.open(
                root.resolve(".sparkzarr.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(store.replaces().get().replace(KEY, ByteBuffer.allocate(2), new Version("x")))
          .isEmpty();
      Thread.currentThread().interrupt();
      Version version = version();
      assertThatThrownBy(() -> store.replaces().get().replace(KEY, ByteBuffer.allocate(2), version))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("interrupted");
    } finally {
      Thread.interrupted();
    }
    assertThat(store.replaces().get().replace(KEY, ByteBuffer.allocate(3), version())).isPresent();
  }

  @Test
  void linksOutOfTheRootAreRefused() throws IOException {
    put("a/b", new byte[1]);
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Files.write(outside.resolve("x"), SECRET);
    Files.createSymbolicLink(root.resolve("a/dir"), outside);
    Files.createSymbolicLink(root.resolve("a/file"), outside.resolve("x"));
    StoreKey inDirectory = new StoreKey("a/dir/x");
    StoreKey file = new StoreKey("a/file");
    for (StoreKey leaving : List.of(inDirectory, file)) {
      refused(() -> store.rangeWrites().get().write(leaving, 0, ByteBuffer.allocate(1)));
      refused(() -> store.copies().get().copy(leaving, KEY));
      refused(() -> store.renames().get().rename(leaving, KEY));
      refused(() -> store.versions().get().get(leaving, 10));
    }
    refused(() -> store.copies().get().copy(KEY, inDirectory));
    refused(() -> store.renames().get().rename(KEY, inDirectory));
    refused(() -> store.creates().get().create(new StoreKey("a/dir/new"), ByteBuffer.allocate(1)));
    assertThat(outside.resolve("x")).hasBinaryContent(SECRET);
    assertThat(outside).isDirectoryContaining(path -> path.endsWith("x"));
    assertThat(outside.resolve("new")).doesNotExist();
    assertThat(root.resolve("a/b")).hasBinaryContent(new byte[1]);
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("leads out of the store");
  }

  @Test
  void aLinkInsideIsCopiedByContentAndNeverRenamed() throws IOException {
    put("a/b", SECRET);
    Files.createSymbolicLink(root.resolve("a/link"), Path.of("b"));
    StoreKey link = new StoreKey("a/link");
    assertThatThrownBy(() -> store.renames().get().rename(link, new StoreKey("c/d")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("symbolic link");
    assertThat(store.copies().get().copy(link, new StoreKey("c/d"))).isTrue();
    assertThat(root.resolve("c/d")).isRegularFile().hasBinaryContent(SECRET);
    assertThat(Files.isSymbolicLink(root.resolve("c/d"))).isFalse();
  }

  @Test
  void aDirectoryIsNeitherCreatedOverNorRenamed() throws IOException {
    put("a/b", SECRET);
    StoreKey place = new StoreKey("a");
    assertThatThrownBy(() -> store.creates().get().create(place, ByteBuffer.allocate(1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("directory of other keys");
    assertThat(store.renames().get().rename(place, new StoreKey("c"))).isFalse();
    assertThat(store.copies().get().copy(place, new StoreKey("c"))).isFalse();
    put("d", SECRET);
    assertThatThrownBy(() -> store.renames().get().rename(new StoreKey("d"), place))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("directory of other keys");
    assertThat(root.resolve("d")).hasBinaryContent(SECRET);
    assertThat(root.resolve("a/b")).hasBinaryContent(SECRET);
    try (Stream<Path> files = Files.walk(root).filter(Files::isRegularFile)) {
      assertThat(files).as("nothing under way stays").hasSize(2);
    }
  }

  @Test
  void renamesTidyUp() {
    put("a/b", SECRET);
    put("e", SECRET);
    assertThat(store.renames().get().rename(KEY, new StoreKey("c/d"))).isTrue();
    assertThat(root.resolve("a")).doesNotExist();
    assertThat(store.renames().get().rename(new StoreKey("c/d"), new StoreKey("c/e/f"))).isTrue();
    assertThat(root.resolve("c/e/f")).hasBinaryContent(SECRET);
  }
}
