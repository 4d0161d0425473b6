package dev.sparkzarr.store.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.BasicStore;
import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.ByteRange.Suffix;
import dev.sparkzarr.store.InvalidRangeException;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.OverLimitException;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.RecordingStore;
import dev.sparkzarr.store.SlowStore;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreRequest;
import dev.sparkzarr.store.StoreVerb;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** When a cache answers, when it asks, and what it asks. */
class CacheFreshnessTest {
  private static final StoreKey A = new StoreKey("t2m/c/0");
  private static final RangeMerge APART = new RangeMerge(0, 1000);

  private final MemoryStore origin = MemoryStore.unnamed();
  private final RecordingStore recorded = new RecordingStore(origin);
  private final CacheKit kit = new CacheKit();

  private CacheStore store() {
    return CacheKit.around(recorded, kit.cache());
  }

  private void put(StoreKey key, int... bytes) {
    origin.put(key, buffer(bytes));
  }

  private static ByteBuffer buffer(int... bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
    for (int b : bytes) {
      buffer.put((byte) b);
    }
    return buffer.flip();
  }

  private static ByteBuffer get(CacheStore store, StoreKey key) {
    return store.get(key, 100).orElseThrow();
  }

  private static ByteBuffer read(CacheStore store, ByteRange range) {
    return store.ranges().orElseThrow().read(A, range).orElseThrow();
  }

  @Test
  void byDefaultEachHitIsAQuestionAndNothingStaleIsServed() {
    put(A, 1, 2, 3);
    CacheStore store = store();
    assertThat(get(store, A)).isEqualTo(buffer(1, 2, 3));
    assertThat(get(store, A)).isEqualTo(buffer(1, 2, 3));
    put(A, 4);
    assertThat(get(store, A)).isEqualTo(buffer(4));
    assertThat(get(store, A)).isEqualTo(buffer(4));
    origin.delete(A);
    assertThat(store.get(A, 100)).isEmpty();
    assertThat(recorded.requests())
        .containsExactly(
            StoreRequest.get(A.value()),
            StoreRequest.stat(A.value()),
            StoreRequest.stat(A.value()),
            StoreRequest.get(A.value()),
            StoreRequest.stat(A.value()),
            StoreRequest.stat(A.value()));
    CacheStats stats = store.cacheStats();
    assertThat(stats.hits()).isEqualTo(2);
    assertThat(stats.misses()).isEqualTo(2);
    assertThat(stats.questions()).isEqualTo(4);
    assertThat(stats.bytesSaved()).isEqualTo(4);
    assertThat(store.cache().stats().entries()).isZero();
  }

  @Test
  void withinTheTimeGivenNothingIsAsked() {
    kit.checkAfter(1000);
    put(A, 1);
    CacheStore store = store();
    get(store, A);
    put(A, 2);
    kit.clock.tick(999);
    recorded.clear();
    assertThat(get(store, A)).isEqualTo(buffer(1));
    assertThat(recorded.requests()).isEmpty();
    kit.clock.tick(1);
    assertThat(get(store, A)).isEqualTo(buffer(2));
  }

  @Test
  void aQuestionRenewsForTheSameTime() {
    kit.checkAfter(1000);
    put(A, 1);
    CacheStore store = store();
    get(store, A);
    kit.clock.tick(1500);
    get(store, A);
    kit.clock.tick(999);
    get(store, A);
    assertThat(recorded.requests())
        .containsExactly(StoreRequest.get(A.value()), StoreRequest.stat(A.value()));
  }

  @Test
  void whatIsWrittenThroughTheStoreIsSeenAtOnce() {
    kit.checkAfter(CacheKit.MINUTE);
    kit.clock.run();
    StoreKey b = new StoreKey("t2m/c/1");
    put(A, 1, 1, 1);
    put(b, 2, 2, 2);
    CacheStore store = store();
    get(store, A);
    get(store, b);
    store.writes().orElseThrow().put(A, buffer(3, 3, 3));
    assertThat(get(store, A)).isEqualTo(buffer(3, 3, 3));
    store.rangeWrites().orElseThrow().write(A, 1, buffer(9));
    assertThat(get(store, A)).isEqualTo(buffer(3, 9, 3));
    store.renames().orElseThrow().rename(b, A);
    assertThat(get(store, A)).isEqualTo(buffer(2, 2, 2));
    assertThat(store.get(b, 9)).isEmpty();
    store.deletes().orElseThrow().deleteBelow(new StoreKey("t2m"));
    assertThat(store.get(A, 9)).isEmpty();
  }

  /** A reader that began before a write does not bring the old value into the cache after it. */
  @Test
  void aReadBesideAWriteIsNotKept() throws Exception {
    kit.checkAfter(CacheKit.MINUTE);
    kit.clock.run();
    put(A, 1);
    SlowStore slow = new SlowStore(recorded, request -> request.verb() == StoreVerb.GET);
    CacheStore store = CacheKit.around(slow, kit.cache());
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<ByteBuffer> reader = thread.submit(() -> get(store, A));
      slow.awaitHeld(1);
      store.writes().orElseThrow().put(A, buffer(2));
      slow.release();
      reader.get();
      assertThat(store.cache().stats().entries()).isZero();
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void partsOfACachedValueAreHits() {
    kit.checkAfter(CacheKit.MINUTE);
    put(A, 0, 1, 2, 3, 4, 5);
    CacheStore store = store();
    get(store, A);
    recorded.clear();
    assertThat(read(store, new Slice(1, 3))).isEqualTo(buffer(1, 2, 3));
    assertThat(read(store, new Suffix(2))).isEqualTo(buffer(4, 5));
    assertThat(
            store.ranges().orElseThrow().read(A, List.of(new Slice(4, 2), new Slice(0, 1)), APART))
        .contains(List.of(buffer(4, 5), buffer(0)));
    assertThatThrownBy(() -> read(store, new Slice(5, 2)))
        .isInstanceOf(InvalidRangeException.class);
    assertThatThrownBy(() -> read(store, new Suffix(7))).isInstanceOf(InvalidRangeException.class);
    assertThatThrownBy(() -> store.get(A, 5)).isInstanceOf(OverLimitException.class);
    assertThat(recorded.requests()).isEmpty();
  }

  @Test
  void onlyTheSlicesThatAreNotCachedAreRead() {
    kit.checkAfter(CacheKit.MINUTE);
    put(A, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    CacheStore store = store();
    read(store, new Slice(2, 2));
    read(store, new Suffix(1));
    recorded.clear();
    List<Slice> slices =
        List.of(new Slice(8, 1), new Slice(2, 2), new Slice(0, 1), new Slice(9, 1));
    for (int i = 0; i < 2; i++) {
      assertThat(store.ranges().orElseThrow().read(A, slices, APART))
          .contains(List.of(buffer(8), buffer(2, 3), buffer(0), buffer(9)));
    }
    assertThat(recorded.requests())
        .containsExactly(StoreRequest.range(A.value(), 0, 1), StoreRequest.range(A.value(), 8, 2));
  }

  /** What is cached is of one state and what is read of the next: none of it is mixed. */
  @Test
  void slicesAreNeverOfTwoStatesOfWhichOneIsCached() {
    kit.checkAfter(CacheKit.MINUTE);
    put(A, 1, 1, 1, 1);
    CacheStore store = store();
    read(store, new Slice(0, 2));
    put(A, 2, 2, 2, 2);
    assertThat(
            store.ranges().orElseThrow().read(A, List.of(new Slice(0, 2), new Slice(2, 2)), APART))
        .contains(List.of(buffer(2, 2), buffer(2, 2)));
  }

  @Test
  void aNewVersionTakesAllPiecesOfTheOldOneWithIt() {
    put(A, 1, 1, 1, 1);
    CacheStore store = store();
    read(store, new Slice(0, 2));
    read(store, new Slice(2, 2));
    assertThat(store.cache().stats().entries()).isEqualTo(2);
    put(A, 2, 2, 2, 2);
    assertThat(read(store, new Slice(0, 2))).isEqualTo(buffer(2, 2));
    assertThat(store.cache().stats().entries()).isEqualTo(1);
    assertThat(read(store, new Slice(2, 2))).isEqualTo(buffer(2, 2));
  }

  @Test
  void documentsAreAlwaysRead() {
    kit.checkAfter(CacheKit.MINUTE);
    StoreKey document = new StoreKey("t2m/zarr.json");
    put(document, 1);
    CacheStore store = store();
    get(store, document);
    put(document, 2);
    assertThat(get(store, document)).isEqualTo(buffer(2));
    assertThat(store.cacheStats().misses()).isZero();
  }

  @Test
  void whatIsTooOldIsReadAgain() {
    kit.checkAfter(CacheKit.MINUTE).maxAge(1000);
    put(A, 1);
    CacheStore store = store();
    get(store, A);
    kit.clock.tick(1000);
    get(store, A);
    assertThat(recorded.requests())
        .containsExactly(StoreRequest.get(A.value()), StoreRequest.get(A.value()));
  }

  @Test
  void absenceAndEmptyValuesAreNotKept() {
    kit.checkAfter(CacheKit.MINUTE);
    CacheStore store = store();
    assertThat(store.get(A, 9)).isEmpty();
    put(A);
    assertThat(get(store, A)).isEqualTo(buffer());
    put(A, 7);
    assertThat(get(store, A)).isEqualTo(buffer(7));
  }

  @Test
  void whatTheOriginGivesFastIsNotKept() {
    kit.minCost(3_600_000);
    put(A, 1);
    CacheStore store = store();
    get(store, A);
    assertThat(store.cache().stats().stored()).isZero();
  }

  @Test
  void aLargeValueDisplacesNothing() {
    kit.size(8000).checkAfter(CacheKit.MINUTE);
    put(A, 1);
    StoreKey large = new StoreKey("large");
    origin.put(large, ByteBuffer.allocate(2001));
    CacheStore store = store();
    get(store, A);
    assertThat(store.get(large, 5000)).isPresent();
    assertThat(store.cache().entries(CacheOrder.AGE, 9)).hasSize(1);
    for (int i = 0; i < 50; i++) {
      StoreKey key = new StoreKey("k" + i);
      origin.put(key, ByteBuffer.allocate(2000));
      store.get(key, 5000);
      assertThat(store.cache().stats().bytes()).isLessThanOrEqualTo(8000);
    }
    assertThat(store.cacheStats().evictions()).isEqualTo(48);
  }

  /** Knows sizes and nothing of versions. */
  private static final class Versionless extends BasicStore {
    private final RecordingStore values;

    private Versionless(RecordingStore values) {
      this.values = values;
    }

    @Override
    public Optional<ByteBuffer> get(StoreKey key, long limit) {
      return values.get(key, limit);
    }

    @Override
    public Optional<RangeReads> ranges() {
      return values.ranges();
    }

    @Override
    public Optional<Stats> stats() {
      return values
          .stats()
          .map(
              stats ->
                  key ->
                      stats
                          .stat(key)
                          .map(stat -> dev.sparkzarr.store.ValueStat.ofSize(stat.size())));
    }

    @Override
    public String describe(StoreKey key) {
      return values.describe(key);
    }

    @Override
    public String describe() {
      return values.describe();
    }

    @Override
    public Optional<String> identity() {
      return Optional.of("versionless");
    }

    @Override
    public void close() {}
  }

  @Test
  void withoutVersionsNothingIsKeptByDefault() {
    put(A, 1);
    CacheStore store = CacheKit.around(new Versionless(recorded), kit.cache());
    get(store, A);
    put(A, 2);
    assertThat(get(store, A)).isEqualTo(buffer(2));
    assertThat(store.cache().stats().stored()).isZero();
  }

  @Test
  void withoutVersionsAgeAloneDecides() {
    kit.checkAfter(1000);
    put(A, 1, 2);
    CacheStore store = CacheKit.around(new Versionless(recorded), kit.cache());
    get(store, A);
    read(store, new Suffix(1));
    put(A, 3, 4);
    kit.clock.tick(999);
    assertThat(get(store, A)).isEqualTo(buffer(1, 2));
    kit.clock.tick(1);
    assertThat(read(store, new Suffix(1))).isEqualTo(buffer(4));
    assertThat(get(store, A)).isEqualTo(buffer(3, 4));
  }

  /** A store without versioned reads is asked for the version before, never after. */
  @Test
  void aVersionAskedForIsNeverNewerThanTheBytes() {
    put(A, 1);
    RecordingStore asked = new RecordingStore(origin);
    BasicStore statsOnly =
        new BasicStore() {
          @Override
          public Optional<ByteBuffer> get(StoreKey key, long limit) {
            return asked.get(key, limit);
          }

          @Override
          public Optional<Stats> stats() {
            return asked.stats();
          }

          @Override
          public String describe(StoreKey key) {
            return "x/" + key;
          }

          @Override
          public String describe() {
            return "x";
          }

          @Override
          public Optional<String> identity() {
            return Optional.of("stats only");
          }

          @Override
          public void close() {}
        };
    CacheStore store = CacheKit.around(statsOnly, kit.cache());
    get(store, A);
    assertThat(asked.requests())
        .containsExactly(StoreRequest.stat(A.value()), StoreRequest.get(A.value()));
    assertThat(get(store, A)).isEqualTo(buffer(1));
    put(A, 2);
    assertThat(get(store, A)).isEqualTo(buffer(2));
    assertThat(store.cacheStats().hits()).isEqualTo(1);
  }
}
