package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.ByteRange.Suffix;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The part of {@link StoreContract} about states of a value: versions and conditional writes. */
abstract class StateContract extends StoreKit {
  private static final StoreKey KEY = new StoreKey("state/of/v");

  // Versions

  @Test
  void aVersionIsOfOneState() {
    assumeTrue(store().stats().isPresent());
    put(KEY.value(), same(0));
    Optional<Version> first = stat().version();
    if (store().versions().isPresent() || store().replaces().isPresent()) {
      assertThat(first).as("a store that compares versions tells them").isPresent();
    }
    assumeTrue(first.isPresent());
    assertThat(stat()).as("unchanged").isEqualTo(new ValueStat(50, first));
    Set<Version> seen = new HashSet<>(Set.of(first.get()));
    for (int i = 1; i <= 30; i++) {
      put(KEY.value(), same(i));
      assertThat(seen.add(stat().version().orElseThrow())).as("put %s", i).isTrue();
      assertThat(stat()).isEqualTo(stat());
    }
    if (store().deletes().isPresent()) {
      store().deletes().get().delete(KEY);
      put(KEY.value(), same(99));
      assertThat(seen).doesNotContain(stat().version().orElseThrow());
    }
  }

  @Test
  void aVersionedReadTellsWhatItSaw() {
    Versions versions = versions();
    assertThat(versions.get(KEY, 10)).isEmpty();
    put(KEY.value(), bytes(3000));
    Versions.Versioned read = versions.get(KEY, 3000).orElseThrow();
    assertThat(array(read.bytes())).isEqualTo(bytes(3000));
    assertThat(versions.get(KEY, 3000).orElseThrow().version()).isEqualTo(read.version());
    store().stats().ifPresent(s -> assertThat(stat().version()).isEqualTo(read.version()));
    assertThatThrownBy(() -> versions.get(KEY, 2999))
        .isInstanceOf(OverLimitException.class)
        .hasMessageContaining(store().describe(KEY));
    put(KEY.value(), new byte[0]);
    assertThat(versions.get(KEY, 0).orElseThrow().bytes().remaining()).isZero();
  }

  @Test
  void aRangeIsOfTheVersionAskedFor() {
    Versions versions = versions();
    byte[] value = bytes(3000);
    put(KEY.value(), value);
    Version version = versions.get(KEY, 3000).orElseThrow().version().orElseThrow();
    assertThat(array(versions.read(KEY, new Slice(100, 50), version).orElseThrow()))
        .isEqualTo(Arrays.copyOfRange(value, 100, 150));
    assertThat(array(versions.read(KEY, new Suffix(7), version).orElseThrow()))
        .isEqualTo(Arrays.copyOfRange(value, 2993, 3000));
    for (ByteRange range : List.of(new Slice(2990, 11), new Slice(5000, 1), new Suffix(3001))) {
      assertThatThrownBy(() -> versions.read(KEY, range, version))
          .isInstanceOf(InvalidRangeException.class);
    }
    Versions.Versioned end = versions.read(KEY, new Suffix(7)).orElseThrow();
    assertThat(array(end.bytes())).isEqualTo(Arrays.copyOfRange(value, 2993, 3000));
    assertThat(end.version()).contains(version);
    assertThatThrownBy(() -> versions.read(KEY, new Slice(2990, 11)))
        .isInstanceOf(InvalidRangeException.class);
    assertThat(versions.read(new StoreKey("state/of/x"), new Slice(0, 1))).isEmpty();
    byte[] other = value.clone();
    other[0]++;
    put(KEY.value(), other);
    for (ByteRange range : List.of(new Slice(0, 3000), new Slice(2000, 5), new Suffix(7))) {
      assertThatThrownBy(() -> versions.read(KEY, range, version))
          .as("%s", range)
          .isInstanceOf(ConflictException.class)
          .hasMessageStartingWith("Cannot ")
          .hasMessageContaining(store().describe(KEY));
    }
    assertThat(versions.read(new StoreKey("state/of/x"), new Slice(0, 1), version)).isEmpty();
    if (store().deletes().isPresent()) {
      store().deletes().get().delete(KEY);
      assertThat(versions.read(KEY, new Slice(0, 1), version)).isEmpty();
      assertThat(versions.get(KEY, 10)).isEmpty();
    }
  }

  @Test
  void equalVersionsAreEqualBytesAlsoUnderWriters() throws Exception {
    Versions versions = versions();
    assumeTrue(tellsVersionsUnderWriters());
    assumeTrue(store().writes().isPresent());
    put(KEY.value(), same(0));
    Map<Version, ByteBuffer> seen = new ConcurrentHashMap<>();
    CountDownLatch written = new CountDownLatch(2);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      int writer = t;
      tasks.add(
          () -> {
            try {
              for (int i = 0; i < 100; i++) {
                put(KEY.value(), same(1000 * writer + i));
              }
            } finally {
              written.countDown();
            }
            return null;
          });
      tasks.add(
          () -> {
            while (written.getCount() > 0) {
              Versions.Versioned read = versions.get(KEY, 1000).orElseThrow();
              assertThat(array(read.bytes())).hasSize(50);
              ByteBuffer before = seen.putIfAbsent(read.version().orElseThrow(), read.bytes());
              assertThat(before == null ? read.bytes() : before).isEqualTo(read.bytes());
              Versions.Versioned part = versions.read(KEY, new Slice(3, 40)).orElseThrow();
              ByteBuffer whole = seen.get(part.version().orElseThrow());
              assertThat(part.bytes()).isEqualTo(whole == null ? part.bytes() : whole.slice(3, 40));
              try {
                assertThat(versions.read(KEY, new Slice(3, 40), read.version().get()))
                    .contains(read.bytes().slice(3, 40));
              } catch (ConflictException e) {
                assertThat(e).hasMessageContaining(store().describe(KEY));
              }
            }
            return null;
          });
    }
    runTogether(tasks);
  }

  // Writes of keys that have no value

  @Test
  void createTakesOnlyAKeyWithoutAValue() {
    Creates creates = creates();
    ByteBuffer bytes = ByteBuffer.wrap(bytes(100)).position(10).limit(60);
    assertThat(creates.create(KEY, bytes)).isTrue();
    assertThat(bytes.position()).isEqualTo(10);
    assertThat(bytes.limit()).isEqualTo(60);
    assertThat(get(KEY.value())).isEqualTo(Arrays.copyOfRange(bytes(100), 10, 60));
    assertThat(creates.create(KEY, ByteBuffer.wrap(bytes(7)))).isFalse();
    assertThat(get(KEY.value())).hasSize(50);
    put("state/empty", new byte[0]);
    assertThat(creates.create(new StoreKey("state/empty"), bytes)).as("over nothing").isFalse();
    if (store().deletes().isPresent()) {
      store().deletes().get().delete(KEY);
      assertThat(creates.create(KEY, ByteBuffer.allocate(0))).isTrue();
      assertThat(get(KEY.value())).isEmpty();
    }
    if (store().listing().isPresent()) {
      assertThat(keys("state")).containsExactlyInAnyOrder(KEY.value(), "state/empty");
    }
  }

  @Test
  void ofManyCreatorsOneWins() throws Exception {
    Creates creates = creates();
    for (int round = 0; round < 10; round++) {
      StoreKey key = new StoreKey("race/" + round + "/v");
      Set<Integer> winners = ConcurrentHashMap.newKeySet();
      CyclicBarrier start = new CyclicBarrier(8);
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int t = 1; t <= 8; t++) {
        int size = t * 10_007;
        tasks.add(
            () -> {
              start.await();
              if (creates.create(key, ByteBuffer.wrap(bytes(size)))) {
                winners.add(size);
              }
              // Whoever lost finds a value, and a whole one.
              assertThat(get(key.value())).matches(v -> Arrays.equals(v, bytes(v.length)));
              return null;
            });
      }
      runTogether(tasks);
      assertThat(winners).as("round %s", round).hasSize(1);
      assertThat(get(key.value())).isEqualTo(bytes(winners.iterator().next()));
    }
  }

  // Writes over a known state

  @Test
  void replaceTakesOnlyTheVersionGiven() {
    Replaces replaces = replaces();
    put(KEY.value(), same(1));
    Version first = version();
    Version second = replaces.replace(KEY, ByteBuffer.wrap(same(2)), first).orElseThrow();
    assertThat(second).isNotEqualTo(first);
    assertThat(version()).isEqualTo(second);
    assertThat(get(KEY.value())).isEqualTo(same(2));
    assertThat(replaces.replace(KEY, ByteBuffer.wrap(same(3)), first)).isEmpty();
    assertThat(get(KEY.value())).isEqualTo(same(2));
    ByteBuffer bytes = ByteBuffer.wrap(bytes(100)).position(10).limit(60);
    assertThat(replaces.replace(KEY, bytes, second)).isPresent();
    assertThat(bytes.position()).isEqualTo(10);
    assertThat(bytes.limit()).isEqualTo(60);
    assertThat(get(KEY.value())).isEqualTo(Arrays.copyOfRange(bytes(100), 10, 60));
    StoreKey never = new StoreKey("state/never");
    assertThat(replaces.replace(never, ByteBuffer.wrap(same(3)), first)).isEmpty();
    assertThat(store().get(never, 100)).isEmpty();
    if (store().deletes().isPresent()) {
      Version third = version();
      store().deletes().get().delete(KEY);
      assertThat(replaces.replace(KEY, ByteBuffer.wrap(same(4)), third)).isEmpty();
      assertThat(store().get(KEY, 100)).isEmpty();
    }
  }

  /** A counter: had two replaced one version, an increment would be lost. */
  @Test
  void ofManyReplacersOneWins() throws Exception {
    Replaces replaces = replaces();
    assumeTrue(decidesRaces());
    put(KEY.value(), counter(0));
    AtomicInteger won = new AtomicInteger();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      tasks.add(
          () -> {
            for (int i = 0; i < 12; i++) {
              Version seen = version();
              int count = ByteBuffer.wrap(get(KEY.value())).getInt();
              if (replaces.replace(KEY, ByteBuffer.wrap(counter(count + 1)), seen).isPresent()) {
                won.incrementAndGet();
              }
            }
            return null;
          });
    }
    runTogether(tasks);
    assertThat(won.get()).isPositive();
    assertThat(get(KEY.value())).isEqualTo(counter(won.get()));
  }

  /**
   * @return whether a value that is replaced while it is read comes with its own version; false is
   *     for services that look at the two one after the other
   */
  protected boolean tellsVersionsUnderWriters() {
    return decidesRaces();
  }

  /**
   * @return false where the server behind the store finds a version and its bytes in two steps,
   *     which is not what it promises
   */
  protected boolean decidesRaces() {
    return true;
  }

  private static byte[] counter(int count) {
    byte[] value = new byte[5000];
    Arrays.fill(value, (byte) count);
    ByteBuffer.wrap(value).putInt(count);
    return value;
  }

  /** Values that differ, all of one size. */
  private static byte[] same(int i) {
    byte[] value = new byte[50];
    Arrays.fill(value, (byte) i);
    return ByteBuffer.wrap(value).putInt(i).array();
  }

  private Version version() {
    return store().versions().isPresent()
        ? store().versions().get().get(KEY, 1 << 20).orElseThrow().version().orElseThrow()
        : stat().version().orElseThrow();
  }

  private ValueStat stat() {
    return store().stats().orElseThrow().stat(KEY).orElseThrow();
  }

  private Versions versions() {
    assumeTrue(store().versions().isPresent());
    return store().versions().get();
  }

  private Creates creates() {
    assumeTrue(store().creates().isPresent());
    return store().creates().get();
  }

  private Replaces replaces() {
    assumeTrue(store().replaces().isPresent());
    return store().replaces().get();
  }
}
