package dev.sparkzarr.store.cache;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a cache did, for one store or for all. */
final class CacheCounters {
  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder questions = new LongAdder();
  final LongAdder bytesSaved = new LongAdder();
  final LongAdder stored = new LongAdder();
  final LongAdder evictions = new LongAdder();
  final LongAdder stale = new LongAdder();
  final LongAdder failures = new LongAdder();

  /**
   * @param entries that the cache holds
   * @param bytes that they count for
   */
  CacheStats stats(long entries, long bytes) {
    return new CacheStats(
        hits.sum(),
        misses.sum(),
        questions.sum(),
        bytesSaved.sum(),
        stored.sum(),
        evictions.sum(),
        stale.sum(),
        failures.sum(),
        entries,
        bytes);
  }
}
