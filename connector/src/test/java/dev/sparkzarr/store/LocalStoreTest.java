package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.middleware.MeteredStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest extends StoreContract {
  private static final byte[] SECRET = {42};

  @TempDir Path directory;

  private Path root;

  @Override
  protected Set<Capability<?>> expected() {
    return allBut();
  }

  @Override
  protected Store open() {
    root = directory.resolve("not/yet/the re%20.zarr");
    return LocalStore.at(root.toString());
  }

  private static StoreKey key(String value) {
    return new StoreKey(value);
  }

  private Path outside(String name) throws IOException {
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Files.write(outside.resolve(name), SECRET);
    return outside;
  }

  @Test
  void filesLieUnderTheNamesOfTheirKeys() throws IOException {
    put("t2m/c/0/ü %", SECRET);
    assertThat(root.resolve("t2m/c/0/ü %")).hasBinaryContent(SECRET);
    try (Stream<Path> files = Files.walk(root).filter(Files::isRegularFile)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void linksThatLeaveTheRootAreRefused() throws IOException {
    put("a/b", new byte[] {1});
    Path outside = outside("x");
    Files.createSymbolicLink(root.resolve("a/dir"), outside);
    Files.createSymbolicLink(root.resolve("a/file"), outside.resolve("x"));
    Files.createSymbolicLink(root.resolve("a/up"), Path.of("../../../../outside"));
    Store store = store();
    for (String leaving : List.of("a/dir/x", "a/file", "a/up/x", "a/dir/missing", "a/up/a/b")) {
      assertRefused(() -> store.get(key(leaving), 10));
      assertRefused(() -> store.ranges().get().read(key(leaving), new Slice(0, 1)));
      assertRefused(() -> store.stats().get().size(key(leaving)));
    }
    assertRefused(() -> put("a/dir/y", SECRET));
    assertRefused(() -> put("a/up/new/y", SECRET));
    assertRefused(() -> store.deletes().get().delete(key("a/dir/x")));
    assertRefused(() -> store.deletes().get().deleteBelow(key("a/dir/sub")));
    assertRefused(() -> store.listing().get().entries(Optional.of(key("a/dir"))).close());
    assertRefused(() -> store.listing().get().keys(Optional.of(key("a/up"))).close());
    assertRefused(
        () -> {
          try (Stream<StoreKey> keys = store.listing().get().keys(Optional.empty())) {
            keys.count();
          }
        });
    store.deletes().get().deleteBelow(key("a"));
    assertThat(outside.resolve("x")).hasBinaryContent(SECRET);
    assertThat(outside).isDirectoryContaining(path -> path.endsWith("x"));
    assertThat(outside.resolve("y")).doesNotExist();
    assertThat(outside.resolve("new")).doesNotExist();
    assertThat(root.resolve("a")).doesNotExist();
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("leads out of the store");
  }

  @Test
  void linksInsideTheRootAreFollowed() throws IOException {
    put("a/b", SECRET);
    Files.createSymbolicLink(root.resolve("link"), Path.of("a"));
    Files.createSymbolicLink(root.resolve("file"), Path.of("a/b"));
    assertThat(store().get(key("link/b"), 10)).contains(ByteBuffer.wrap(SECRET));
    assertThat(store().get(key("file"), 10)).contains(ByteBuffer.wrap(SECRET));
    assertThat(store().get(key("link/missing"), 10)).isEmpty();
    assertThat(store().get(key("link/missing/c"), 10)).isEmpty();
    assertThat(store().get(key("file/c"), 10)).isEmpty();
    try (Stream<StoreKey> keys = store().listing().get().keys(Optional.empty())) {
      assertThat(keys).containsExactlyInAnyOrder(key("a/b"), key("link/b"), key("file"));
    }
    store().deletes().get().delete(key("file"));
    assertThat(root.resolve("a/b")).hasBinaryContent(SECRET);
  }

  @Test
  void theRootItselfMayBeALink() throws IOException {
    put("a/b", SECRET);
    Path link = Files.createSymbolicLink(directory.resolve("link.zarr"), root);
    Store linked = LocalStore.at(link.toString());
    assertThat(linked.get(key("a/b"), 10)).contains(ByteBuffer.wrap(SECRET));
    assertThat(linked.identity()).isEqualTo(store().identity());
    assertThat(linked.describe()).isEqualTo(link.toString());
  }

  @Test
  void aLinkToNothingIsAnErrorNotAbsent() throws IOException {
    put("a/b", SECRET);
    Files.createSymbolicLink(root.resolve("a/0"), Path.of("../.git/annex/not-fetched"));
    Files.createSymbolicLink(root.resolve("c"), Path.of("not-mounted"));
    for (String dangling : List.of("a/0", "c/0", "c/0/1")) {
      assertThatThrownBy(() -> store().get(key(dangling), 10))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("a symbolic link to nothing");
    }
  }

  @Test
  void aLoopOfLinksEndsAListing() throws IOException {
    put("a/x", SECRET);
    put("b/x", SECRET);
    Files.createSymbolicLink(root.resolve("a/b"), Path.of("../b"));
    Files.createSymbolicLink(root.resolve("b/a"), Path.of("../a"));
    assertThatThrownBy(
            () -> {
              try (Stream<StoreKey> keys = store().listing().get().keys(Optional.empty())) {
                keys.count();
              }
            })
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("leads back above it");
  }

  @Test
  void filesUnderWayAreNotKeys() throws IOException {
    put("a/b", SECRET);
    String temporary = ".sparkzarr-0123456789abcdef0123456789abcdef.tmp";
    Files.write(root.resolve("a").resolve(temporary), SECRET);
    Files.write(root.resolve("a").resolve("back\\slash"), SECRET);
    try (Stream<StoreKey> keys = store().listing().get().keys(Optional.empty())) {
      assertThat(keys).containsExactly(key("a/b"));
    }
    try (Stream<Listing.Entry> entries = store().listing().get().entries(Optional.of(key("a")))) {
      assertThat(entries).containsExactly(new Listing.Entry("b", true));
    }
    assertThatThrownBy(() -> put("a/" + temporary, SECRET)).isInstanceOf(StoreException.class);
    store().deletes().get().deleteBelow(key("a"));
    assertThat(root.resolve("a")).doesNotExist();
  }

  @Test
  void filesOfWritersThatDiedGoOnceTheyAreOld() throws IOException {
    Instant death = Instant.parse("2026-01-01T00:00:00Z");
    put("g/a/c/0", SECRET);
    Path old = abandoned("g/a/c", "0", death);
    Path alone = abandoned("g/a/d/e", "1", death);
    Path late = abandoned("g/a/c", "2", death.plusSeconds(2));
    Path elsewhere = abandoned("g/b", "3", death);
    Files.setLastModifiedTime(root.resolve("g/a/c/0"), FileTime.from(death));
    Store inner = new PrefixStore(store(), key("g"));

    new MeteredStore(inner)
        .deletes()
        .get()
        .deleteAbandoned(Optional.of(key("a")), death.plusSeconds(1));
    assertThat(old).doesNotExist();
    assertThat(alone.getParent().getParent()).doesNotExist();
    assertThat(List.of(late, elsewhere, root.resolve("g/a/c/0"))).allMatch(Files::exists);

    inner.deletes().get().deleteAbandoned(Optional.empty(), death.plusSeconds(3));
    assertThat(List.of(late, elsewhere)).noneMatch(Files::exists);
    store().deletes().get().deleteAbandoned(Optional.of(key("none")), death);
  }

  private Path abandoned(String place, String digit, Instant time) throws IOException {
    Path file =
        Files.createDirectories(root.resolve(place))
            .resolve(".sparkzarr-" + digit.repeat(32) + ".tmp");
    Files.write(file, SECRET);
    return Files.setLastModifiedTime(file, FileTime.from(time));
  }

  @Test
  void emptyDirectoriesGoUpToTheRoot() {
    put("a/b/c/d", SECRET);
    put("a/x", SECRET);
    store().deletes().get().delete(key("a/b/c/d"));
    assertThat(root.resolve("a/b")).doesNotExist();
    assertThat(root.resolve("a/x")).exists();
    store().deletes().get().delete(key("a/x"));
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aValueAndAPlaceCannotShareAName() {
    put("a/b", SECRET);
    assertThatThrownBy(() -> put("a", SECRET))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is a directory of other keys");
    assertThatThrownBy(() -> put("a/b/c", SECRET))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is a value, not a directory");
    assertThat(store().get(key("a/b"), 10)).contains(ByteBuffer.wrap(SECRET));
    try (Stream<StoreKey> keys = store().listing().get().keys(Optional.empty())) {
      assertThat(keys).containsExactly(key("a/b"));
    }
  }

  @Test
  void whatMayNotBeReadIsDeniedNotAbsent() throws IOException {
    put("a/b", SECRET);
    Path file = root.resolve("a/b");
    assumeFalse(!file.toFile().setReadable(false) || Files.isReadable(file), "a superuser reads");
    assertThatThrownBy(() -> store().get(key("a/b"), 10))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("a/b");
  }

  @Test
  void whatIsNoFileIsNotRead() throws Exception {
    put("a/b", SECRET);
    Process made = new ProcessBuilder("mkfifo", root.resolve("a/pipe").toString()).start();
    assumeFalse(made.waitFor() != 0, "no pipes here");
    assertThatThrownBy(() -> store().get(key("a/pipe"), 10))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("not a file");
  }

  @Test
  void aFileAsRootHoldsNothing() throws IOException {
    Path file = Files.write(directory.resolve("data.nc"), SECRET);
    Store store = LocalStore.at(file.toString());
    assertThat(store.get(key("zarr.json"), 10)).isEmpty();
    try (Stream<StoreKey> keys = store.listing().get().keys(Optional.empty())) {
      assertThat(keys).isEmpty();
    }
    assertThatThrownBy(() -> store.writes().get().put(key("a"), ByteBuffer.allocate(1)))
        .isInstanceOf(StoreException.class);
    assertThat(file).hasBinaryContent(SECRET);
  }

  @Test
  void anInterruptedReadSaysSo() {
    put("a/b", SECRET);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> store().get(key("a/b"), 10))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void aPathThatNoFileCanHaveIsRefused() {
    assertThatThrownBy(() -> LocalStore.at("/tmp/a\0b")).isInstanceOf(StoreException.class);
  }
}
