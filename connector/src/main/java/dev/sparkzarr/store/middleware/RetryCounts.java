package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.StoreCounter;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often calls were sent again, and how long that was waited for. Safe for many threads. */
final class RetryCounts {
  private final LongAdder retries = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  void add(long pauseNanos) {
    retries.increment();
    nanos.add(pauseNanos);
  }

  Map<StoreCounter, Long> asMap() {
    return Map.of(StoreCounter.RETRIES, retries.sum(), StoreCounter.RETRY_NANOS, nanos.sum());
  }
}
