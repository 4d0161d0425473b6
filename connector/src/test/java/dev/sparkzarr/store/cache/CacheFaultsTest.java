package dev.sparkzarr.store.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.LocalStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.RecordingStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreVerb;
import dev.sparkzarr.store.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that is broken, in whatever way, costs time and never an answer. */
class CacheFaultsTest {
  private static final StoreKey A = new StoreKey("a");

  @TempDir Path directory;

  private final MemoryStore origin = MemoryStore.unnamed();
  private final RecordingStore recorded = new RecordingStore(origin);
  private final CacheKit kit = new CacheKit().checkAfter(CacheKit.MINUTE);

  private static ByteBuffer value(int length) {
    byte[] value = new byte[length];
    new java.util.Random(length).nextBytes(value);
    return ByteBuffer.wrap(value);
  }

  private void reads(CacheStore store) {
    assertThat(store.get(A, 5000)).contains(value(3000));
    assertThat(store.ranges().orElseThrow().read(A, new Slice(10, 20)))
        .contains(value(3000).slice(10, 20));
  }

  @Test
  void aStorageThatFailsIsLeftAloneForAWhile() {
    origin.put(A, value(3000));
    FaultyStore storage = new FaultyStore(MemoryStore.unnamed());
    storage.failWhen(request -> true, FaultyStore.Fault.UNAVAILABLE);
    CacheStore store =
        CacheKit.around(recorded, kit.cache(storage, new MemoryCacheIndex(CachePolicy.LRU)));
    for (int i = 0; i < 20; i++) {
      reads(store);
    }
    assertThat(storage.failures()).isEqualTo(3);
    assertThat(store.cacheStats().failures()).isEqualTo(3);
    assertThat(store.cache().stats().failures()).isEqualTo(3);
    assertThat(recorded.requests()).hasSize(40);
    kit.clock.tick(10_000);
    reads(store);
    assertThat(storage.failures()).as("one more try").isEqualTo(4);
    kit.clock.tick(10_000);
    reads(store);
    assertThat(storage.failures()).as("a longer pause").isEqualTo(4);
    storage.heal();
    kit.clock.tick(10_000);
    reads(store);
    recorded.clear();
    reads(store);
    reads(store);
    assertThat(recorded.requests()).hasSizeLessThan(2);
    assertThat(store.cacheStats().hits()).isPositive();
  }

  @Test
  void aFailingIndexLeavesNoBytesBehind() {
    origin.put(A, value(3000));
    MemoryStore storage = MemoryStore.unnamed();
    CacheIndex index =
        new FailingIndex(new MemoryCacheIndex(CachePolicy.LRU), call -> call.equals("push"));
    CacheStore store = CacheKit.around(recorded, kit.cache(storage, index));
    for (int i = 0; i < 20; i++) {
      reads(store);
    }
    assertThat(storage.keys(Optional.empty())).isEmpty();
    assertThat(store.cacheStats().failures()).isEqualTo(3);
  }

  /** What was written is not served, though the index could not be told. */
  @Test
  void aWriteCountsWhereTheIndexCannotBeReached() {
    kit.clock.run();
    origin.put(A, value(3000));
    boolean[] fails = {false};
    CacheIndex index = new FailingIndex(new MemoryCacheIndex(CachePolicy.LRU), call -> fails[0]);
    CacheStore store = CacheKit.around(recorded, kit.cache(MemoryStore.unnamed(), index));
    reads(store);
    fails[0] = true;
    store.writes().orElseThrow().put(A, value(77));
    fails[0] = false;
    assertThat(store.get(A, 5000)).contains(value(77));
  }

  @Test
  void theOriginsOwnErrorsAreTheReaders() {
    FaultyStore faulty = new FaultyStore(origin);
    CacheStore store = CacheKit.around(faulty, kit.cache());
    origin.put(A, value(3000));
    faulty.failEvery(1, FaultyStore.Fault.UNAVAILABLE);
    assertThatThrownBy(() -> store.get(A, 5000)).isInstanceOf(UnavailableException.class);
    faulty.heal();
    reads(store);
    kit.clock.tick(CacheKit.MINUTE);
    faulty.failWhen(request -> request.verb() == StoreVerb.STAT, FaultyStore.Fault.DENIED);
    assertThatThrownBy(() -> store.get(A, 5000))
        .isInstanceOf(dev.sparkzarr.store.AccessDeniedException.class);
    assertThat(store.cacheStats().failures()).isZero();
  }

  @Test
  void aRedisThatHangsCostsSomeMillisecondsAndThenNothing() throws IOException {
    origin.put(A, value(3000));
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        RedisCacheIndex index =
            new RedisCacheIndex(
                RedisAddress.parse("redis://127.0.0.1:" + silent.getLocalPort()),
                "sparkzarr:{hangs}",
                CachePolicy.LRU)) {
      CacheStore store = CacheKit.around(recorded, kit.cache(MemoryStore.unnamed(), index));
      for (int i = 0; i < 100; i++) {
        reads(store);
      }
      assertThat(store.cacheStats().failures()).isBetween(3L, 6L);
    }
  }

  @Test
  void diskThatCannotBeWrittenIsNoCache() throws IOException {
    origin.put(A, value(3000));
    Path file = Files.createFile(directory.resolve("file"));
    CacheStore store = onDisk(file.resolve("below"));
    reads(store);
    reads(store);
    assertThat(store.cacheStats().failures()).isPositive();
    assertThat(store.cacheStats().hits()).isZero();
  }

  // Damage on disk

  private CacheStore onDisk(Path place) {
    return CacheKit.around(
        new Lasting(recorded),
        kit.cache(LocalStore.at(place.toString()), new MemoryCacheIndex(CachePolicy.LRU)));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void afterARestartWhatIsOnDiskIsServed() {
    origin.put(A, value(3000));
    reads(onDisk(directory));
    recorded.clear();
    CacheStore next = onDisk(directory);
    reads(next);
    assertThat(recorded.requests()).isEmpty();
    assertThat(next.cacheStats().hits()).isEqualTo(2);
  }

  @Test
  void afterARestartTheBudgetHolds() throws IOException {
    for (int i = 0; i < 50; i++) {
      origin.put(new StoreKey("k" + i), value(1000 + i));
    }
    CacheStore first = onDisk(directory);
    for (int i = 0; i < 50; i++) {
      first.get(new StoreKey("k" + i), 5000);
      kit.clock.tick(1);
    }
    kit.size(20_000);
    CacheStore second = onDisk(directory);
    second.get(A, 10);
    assertThat(second.cache().stats().bytes()).isBetween(15_000L, 20_000L);
    assertThat(files()).hasSize((int) second.cache().stats().entries());
    assertThat(second.cache().entries(CacheOrder.AGE, 1).get(0).key().key().value())
        .as("the oldest went")
        .isGreaterThan("k30");
  }

  @Test
  void aDamagedEntryIsReadAgainAndReplaced() throws IOException {
    origin.put(A, value(3000));
    List<String> damages = List.of("cut", "flip", "header", "empty", "foreign", "gone");
    for (String damage : damages) {
      CacheStore store = onDisk(directory);
      reads(store);
      Path file = files().get(0);
      damage(file, damage);
      recorded.clear();
      reads(store);
      assertThat(recorded.requests()).as(damage).hasSize(1);
      recorded.clear();
      reads(store);
      assertThat(recorded.requests()).as(damage).isEmpty();
      assertThat(files()).hasSize(1);
    }
  }

  @Test
  void aDamagedEntryIsNotFoundAfterARestart() throws IOException {
    origin.put(A, value(3000));
    for (String damage : List.of("cut", "flip", "header", "empty", "foreign")) {
      reads(onDisk(directory));
      damage(files().get(0), damage);
      recorded.clear();
      reads(onDisk(directory));
      assertThat(recorded.requests()).as(damage).hasSize(1);
    }
  }

  private static void damage(Path file, String how) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    switch (how) {
      case "cut" -> Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
      case "flip" -> {
        bytes[bytes.length - 100] ^= 1;
        Files.write(file, bytes);
      }
      case "header" -> {
        bytes[20] ^= 1;
        Files.write(file, bytes);
      }
      case "empty" -> Files.write(file, new byte[0]);
      case "foreign" -> Files.write(file, "no entry of a cache".repeat(200).getBytes());
      default -> Files.delete(file);
    }
  }

  /** One entry under the name of another: each says itself what it is. */
  @Test
  void anEntryOfAnotherKeyIsNotServed() throws IOException {
    StoreKey b = new StoreKey("b");
    origin.put(A, value(3000));
    origin.put(b, value(3000).duplicate().put(0, (byte) 99));
    CacheStore store = onDisk(directory);
    store.get(A, 5000);
    Path ofA = files().get(0);
    store.get(b, 5000);
    Path ofB = files().stream().filter(file -> !file.equals(ofA)).findFirst().orElseThrow();
    Files.copy(ofB, ofA, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(store.get(A, 5000)).contains(value(3000));
  }

  @Test
  void whatIsNotOursIsLeftAlone() throws IOException {
    Path own = Files.createDirectories(directory.resolve("photos")).resolve("holiday.jpg");
    Files.write(own, new byte[10]);
    origin.put(A, value(3000));
    CacheStore store = onDisk(directory);
    reads(store);
    store.cache().clear();
    assertThat(own).exists();
    assertThat(files()).containsExactly(own);
  }

  /** Two JVMs, each with an index of its own, in one directory. */
  @Test
  void twoCachesShareADirectory() {
    origin.put(A, value(3000));
    CacheStore one = onDisk(directory);
    CacheStore other = onDisk(directory);
    reads(one);
    reads(other);
    one.cache().clear();
    reads(other);
    origin.put(A, value(500));
    kit.clock.tick(CacheKit.MINUTE);
    assertThat(one.get(A, 5000)).contains(value(500));
    assertThat(other.get(A, 5000)).contains(value(500));
    // Some minutes later each has found what the other stored.
    StoreKey b = new StoreKey("b");
    origin.put(b, value(100));
    one.get(b, 5000);
    kit.clock.tick(300_000);
    other.get(A, 5000);
    recorded.clear();
    assertThat(other.get(b, 5000)).contains(value(100));
    assertThat(recorded.requests()).containsExactly(dev.sparkzarr.store.StoreRequest.stat("b"));
  }

  @Test
  void whatCannotBeUsedAsItIsNamedIsAnError() {
    assertThatThrownBy(() -> open("memory:", "memcached://x"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("memcached://x")
        .hasMessageContaining("redis://host:port/database");
    assertThatThrownBy(() -> open("nosuch-scheme:/x", "memory")).isInstanceOf(StoreException.class);
  }

  private static Cache open(String storage, String index) {
    return Caches.of(
        new CacheSettings(
            new StoreLocation(storage, Map.of()),
            index,
            1000,
            CachePolicy.LRU,
            CacheSettings.FOREVER,
            Duration.ZERO,
            1000,
            Duration.ZERO),
        Optional.of("x"));
  }

  @Test
  void equalSettingsAreOneCacheAndTheStoreIdIsPartOfThem() {
    String storage = directory.resolve("{storeId}").toString();
    CacheSettings settings =
        new CacheSettings(
            new StoreLocation(storage, Map.of()),
            "memory",
            1000,
            CachePolicy.LRU,
            CacheSettings.FOREVER,
            Duration.ZERO,
            1000,
            Duration.ZERO);
    Cache one = Caches.of(settings, Optional.of("one"));
    Cache two = Caches.of(settings, Optional.of("two"));
    try {
      assertThat(Caches.of(settings, Optional.of("one"))).isSameAs(one);
      assertThat(two).isNotSameAs(one);
      assertThat(one.settings().storage().uri())
          .isEqualTo("file:" + directory + "/" + CachedKey.origin("one"));
      assertThat(Caches.open()).contains(one, two);
    } finally {
      Caches.close(one);
      Caches.close(two);
    }
    assertThat(Caches.open()).doesNotContain(one, two);
  }

  /** Has an identity that outlives the object. */
  private static final class Lasting extends dev.sparkzarr.store.middleware.AroundStore {
    private Lasting(Store inner) {
      super(inner);
    }

    @Override
    protected <T> T around(dev.sparkzarr.store.middleware.StoreCall<T> call) {
      return call.send();
    }

    @Override
    public Optional<String> identity() {
      return Optional.of("lasting");
    }
  }
}
