package dev.sparkzarr.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every index does. */
abstract class CacheIndexContract {
  private static final String ORIGIN = CachedKey.origin("one");
  private static final long OVERHEAD = entry("a", 0, 0).charge();
  private static final long ROOMY = 1 << 30;

  /** Makes an empty index. */
  protected abstract CacheIndex index(CachePolicy policy);

  private static CachedKey key(String key) {
    return new CachedKey(ORIGIN, new StoreKey(key));
  }

  private static CacheEntry entry(String key, long size, long now) {
    return entry(key, CachePiece.WHOLE, "v1", size, now);
  }

  private static CacheEntry entry(
      String key, CachePiece piece, String version, long size, long now) {
    return new CacheEntry(key(key), piece, Optional.of(new Version(version)), size, 7, now, now, 1);
  }

  private static CachePiece slice(long offset, long length) {
    return CachePiece.of(new ByteRange.Slice(offset, length));
  }

  private static List<String> keys(List<CacheEntry> entries) {
    return entries.stream().map(entry -> entry.key().key().value()).toList();
  }

  private static Optional<CacheIndex.Known> find(CacheIndex index, String key, long now) {
    return index.find(key(key), List.of(CachePiece.WHOLE), now);
  }

  @Test
  void whatWasPushedIsFound() {
    try (CacheIndex index = index(CachePolicy.LRU)) {
      assertThat(find(index, "a/b", 5)).isEmpty();
      CacheEntry whole = entry("a/b", CachePiece.WHOLE, "\"x y\"\n1", 1000, 5);
      CacheEntry part = entry("a/b", slice(3, 4), "\"x y\"\n1", 4, 6);
      CacheEntry end = entry("a/b", CachePiece.of(new ByteRange.Suffix(9)), "\"x y\"\n1", 9, 7);
      assertThat(index.push(whole, 4, ROOMY)).isEmpty();
      assertThat(index.push(part, 6, ROOMY)).isEmpty();
      assertThat(index.push(end, 5, ROOMY)).isEmpty();
      CacheIndex.Known known =
          index
              .find(key("a/b"), List.of(CachePiece.WHOLE, slice(3, 4), slice(3, 5)), 8)
              .orElseThrow();
      assertThat(known.version()).contains(new Version("\"x y\"\n1"));
      assertThat(known.checkedAt()).isEqualTo(6);
      assertThat(known.entries())
          .containsOnly(
              java.util.Map.entry(CachePiece.WHOLE, whole.usedAgain(8)),
              java.util.Map.entry(slice(3, 4), part.usedAgain(8)));
      assertThat(index.count()).isEqualTo(3);
      assertThat(index.bytes()).isEqualTo(1013 + 3 * OVERHEAD);
      assertThat(index.contains(end)).isTrue();
      assertThat(index.contains(entry("a/b", end.piece(), "other", 9, 7))).isFalse();
      assertThat(index.contains(entry("a/c", end.piece(), "\"x y\"\n1", 9, 7))).isFalse();
    }
  }

  @Test
  void oddKeysAreTakenLiterally() {
    try (CacheIndex index = index(CachePolicy.LRU)) {
      List<String> odd = List.of("a b", "a:b", "*", "über/日本", "k:1/{x}", "a'\"", "%n", "[a]");
      for (String name : odd) {
        index.push(entry(name, name.length(), 1), 1, ROOMY);
      }
      for (String name : odd) {
        assertThat(find(index, name, 2).orElseThrow().entries().get(CachePiece.WHOLE).size())
            .as(name)
            .isEqualTo(name.length());
      }
      assertThat(keys(index.entries(CacheOrder.SIZE, 100)))
          .containsExactlyInAnyOrderElementsOf(odd);
    }
  }

  @Test
  void aValueWithoutVersionsIsNotOneWithAnEmptyLookingVersion() {
    try (CacheIndex index = index(CachePolicy.LRU)) {
      CacheEntry plain =
          new CacheEntry(key("a"), CachePiece.WHOLE, Optional.empty(), 1, 0, 1, 1, 1);
      index.push(plain, 1, ROOMY);
      assertThat(find(index, "a", 2).orElseThrow().version()).isEmpty();
      assertThat(index.contains(plain)).isTrue();
      assertThat(index.contains(entry("a", CachePiece.WHOLE, "0", 1, 1))).isFalse();
    }
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() {
    try (CacheIndex index = index(CachePolicy.LRU)) {
      long budget = 3 * (100 + OVERHEAD);
      for (String name : List.of("a", "b", "c")) {
        assertThat(index.push(entry(name, 100, name.charAt(0)), 1, budget)).isEmpty();
      }
      find(index, "a", 200);
      assertThat(keys(index.push(entry("d", 100, 300), 1, budget))).containsExactly("b");
      find(index, "c", 400);
      assertThat(keys(index.push(entry("e", 100, 500), 1, budget))).containsExactly("a");
      assertThat(keys(index.entries(CacheOrder.LAST_USE, 9))).containsExactly("d", "c", "e");
      assertThat(index.bytes()).isEqualTo(budget);
      assertThat(keys(index.push(entry("f", 200 + OVERHEAD, 600), 1, budget)))
          .containsExactly("d", "c");
      assertThat(index.bytes()).isEqualTo(budget);
    }
  }

  @Test
  void theLeastOftenUsedGoesFirst() {
    try (CacheIndex index = index(CachePolicy.LFU)) {
      long budget = 3 * (100 + OVERHEAD);
      for (String name : List.of("a", "b", "c")) {
        index.push(entry(name, 100, name.charAt(0)), 1, budget);
      }
      for (int i = 0; i < 3; i++) {
        find(index, "a", 200 + i);
      }
      find(index, "b", 300);
      assertThat(keys(index.push(entry("d", 100, 400), 1, budget))).containsExactly("c");
      // The new one is not itself what goes, however often the others were used.
      assertThat(keys(index.push(entry("e", 100, 500), 1, budget))).containsExactly("d");
      assertThat(keys(index.entries(CacheOrder.USES, 9))).containsExactly("e", "b", "a");
    }
  }

  @Test
  void whatDoesNotFitAtAllDisplacesNothingForLong() {
    try (CacheIndex index = index(CachePolicy.LRU)) {
      CacheEntry huge = entry("huge", 10_000, 1);
      assertThat(index.push(huge, 1, 5000)).containsExactly(huge);
      assertThat(index.count()).isZero();
      assertThat(index.bytes()).isZero();
    }
  }

  @Test
  void pushingAgainCountsOnce() {
    try (CacheIndex index = index(CachePolicy.LRU)) {
      index.push(entry("a", 100, 1), 1, ROOMY);
      assertThat(index.push(entry("a", 100, 2), 2, ROOMY)).isEmpty();
      assertThat(index.push(entry("a", 70, 3), 3, ROOMY)).isEmpty();
      assertThat(index.count()).isEqualTo(1);
      assertThat(index.bytes()).isEqualTo(70 + OVERHEAD);
    }
  }

  @Test
  void allPiecesAreOfOneVersionTheOneSeenLast() {
    try (CacheIndex index = index(CachePolicy.LRU)) {
      index.push(entry("a", 100, 1), 10, ROOMY);
      index.push(entry("a", slice(0, 5), "v1", 5, 1), 10, ROOMY);
      CacheEntry late = entry("a", slice(9, 5), "v0", 5, 2);
      assertThat(index.push(late, 9, ROOMY)).containsExactly(late);
      assertThat(index.count()).isEqualTo(2);
      CacheEntry next = entry("a", slice(0, 5), "v2", 5, 3);
      List<CacheEntry> gone = index.push(next, 11, ROOMY);
      assertThat(gone)
          .extracting(entry -> entry.version().orElseThrow().token())
          .containsExactly("v1", "v1");
      assertThat(index.entries(CacheOrder.AGE, 9)).containsExactly(next);
      assertThat(index.bytes()).isEqualTo(5 + OVERHEAD);
    }
  }

  @Test
  void aCheckIsNotedForItsVersionOnly() {
    try (CacheIndex index = index(CachePolicy.LRU)) {
      index.push(entry("a", 100, 1), 10, ROOMY);
      index.renew(key("a"), Optional.of(new Version("v1")), 20);
      index.renew(key("a"), Optional.of(new Version("v2")), 30);
      index.renew(key("a"), Optional.of(new Version("v1")), 15);
      index.renew(key("b"), Optional.of(new Version("v1")), 30);
      assertThat(find(index, "a", 40).orElseThrow().checkedAt()).isEqualTo(20);
      assertThat(find(index, "b", 40)).isEmpty();
    }
  }

  @Test
  void piecesKeysAndPlacesAreDropped() {
    try (CacheIndex index = index(CachePolicy.LRU)) {
      for (String name : List.of("a/b", "a/b/c", "ab", "d")) {
        index.push(entry(name, 10, 1), 1, ROOMY);
        index.push(entry(name, slice(0, 3), "v1", 3, 1), 1, ROOMY);
      }
      CachedKey other = new CachedKey(CachedKey.origin("two"), new StoreKey("a/b"));
      CacheEntry others = new CacheEntry(other, CachePiece.WHOLE, Optional.empty(), 10, 1, 1, 1, 1);
      index.push(others, 1, ROOMY);
      index.drop(entry("d", slice(0, 3), "v1", 3, 1));
      index.drop(entry("d", CachePiece.WHOLE, "v2", 10, 1));
      assertThat(find(index, "d", 2)).isPresent();
      assertThat(index.find(key("d"), List.of(slice(0, 3)), 2)).isEmpty();
      assertThat(index.drop(key("ab"))).hasSize(2);
      assertThat(index.drop(key("ab"))).isEmpty();
      assertThat(index.dropBelow(ORIGIN, Optional.of(new StoreKey("a"))))
          .extracting(entry -> entry.key().key().value())
          .containsExactlyInAnyOrder("a/b", "a/b", "a/b/c", "a/b/c");
      assertThat(index.count()).isEqualTo(2);
      assertThat(index.dropBelow(ORIGIN, Optional.empty())).hasSize(1);
      assertThat(index.entries(CacheOrder.AGE, 9)).containsExactly(others);
      assertThat(index.clear()).containsExactly(others);
      assertThat(index.count()).isZero();
      assertThat(index.bytes()).isZero();
    }
  }

  @Test
  void entriesComeInEveryOrder() {
    try (CacheIndex index = index(CachePolicy.LRU)) {
      index.push(
          new CacheEntry(key("a"), CachePiece.WHOLE, Optional.empty(), 1, 30, 2, 2, 1), 1, ROOMY);
      index.push(
          new CacheEntry(key("b"), CachePiece.WHOLE, Optional.empty(), 3, 10, 3, 3, 1), 1, ROOMY);
      index.push(
          new CacheEntry(key("c"), CachePiece.WHOLE, Optional.empty(), 2, 20, 1, 1, 1), 1, ROOMY);
      find(index, "c", 9);
      find(index, "a", 10);
      find(index, "a", 11);
      assertThat(keys(index.entries(CacheOrder.SIZE, 9))).containsExactly("b", "c", "a");
      assertThat(keys(index.entries(CacheOrder.AGE, 9))).containsExactly("c", "a", "b");
      assertThat(keys(index.entries(CacheOrder.LAST_USE, 9))).containsExactly("b", "c", "a");
      assertThat(keys(index.entries(CacheOrder.USES, 9))).containsExactly("b", "c", "a");
      assertThat(keys(index.entries(CacheOrder.COST, 2))).containsExactly("b", "c");
    }
  }

  @Test
  void oneScanIsClaimedAtATime() {
    try (CacheIndex index = index(CachePolicy.LRU)) {
      assertThat(index.claimScan(1000)).isTrue();
      assertThat(index.claimScan(1000)).isFalse();
      assertThat(index.claimScan(1001)).isFalse();
    }
  }

  /** Whatever many do at once: what the index counts is what it lists, and within the budget. */
  @Test
  void manyAtOnce() throws Exception {
    try (CacheIndex index = index(CachePolicy.LRU)) {
      long budget = 40 * (100 + OVERHEAD);
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int thread = t;
        tasks.add(
            () -> {
              java.util.Random random = new java.util.Random(thread);
              for (int i = 0; i < 150; i++) {
                String name = "k" + random.nextInt(60);
                String version = "v" + random.nextInt(2);
                switch (random.nextInt(4)) {
                  case 0 -> index.drop(key(name));
                  case 1 -> find(index, name, i);
                  default ->
                      index.push(
                          entry(name, slice(random.nextInt(3), 100), version, 100, i), i, budget);
                }
              }
              return null;
            });
      }
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        for (Future<Void> done : threads.invokeAll(tasks)) {
          done.get();
        }
      } finally {
        threads.shutdownNow();
      }
      List<CacheEntry> entries = index.entries(CacheOrder.AGE, 1000);
      assertThat(entries).isNotEmpty();
      assertThat(index.count()).isEqualTo(entries.size());
      assertThat(index.bytes())
          .isEqualTo(entries.stream().mapToLong(CacheEntry::charge).sum())
          .isLessThanOrEqualTo(budget);
      assertThat(entries).extracting(CacheEntry::key, CacheEntry::piece).doesNotHaveDuplicates();
      for (CacheEntry entry : entries) {
        assertThat(index.contains(entry)).isTrue();
      }
    }
  }
}
