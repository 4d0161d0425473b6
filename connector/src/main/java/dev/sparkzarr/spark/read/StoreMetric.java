package dev.sparkzarr.spark.read;

import dev.sparkzarr.store.StoreCounter;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What tasks ask of stores, as Spark's UI shows it: a counter each. */
enum StoreMetric {
  REQUESTS(StoreCounter.REQUESTS, "zarrRequests", "requests", SumMetric::new),
  BYTES(StoreCounter.BYTES_READ, "zarrBytesReceived", "bytes received", BytesMetric::new),
  TIME(StoreCounter.NANOS, "zarrRequestTime", "time in requests", TimeMetric::new),
  ABSENT(StoreCounter.ABSENT, "zarrRequestsAbsent", "requests that found nothing", SumMetric::new),
  FAILURES(StoreCounter.FAILURES, "zarrRequestsFailed", "requests that failed", SumMetric::new),
  RETRIES(StoreCounter.RETRIES, "zarrRetries", "requests sent again", SumMetric::new),
  RETRY_TIME(
      StoreCounter.RETRY_NANOS, "zarrRetryTime", "time waiting to send again", TimeMetric::new),
  LIMIT_TIME(
      StoreCounter.LIMIT_NANOS, "zarrLimitTime", "time waiting for the limit", TimeMetric::new),
  SHARED(StoreCounter.SHARED, "zarrRequestsShared", "requests shared", SumMetric::new),
  CACHE_HITS(StoreCounter.CACHE_HITS, "zarrCacheHits", "cache hits", SumMetric::new),
  CACHE_MISSES(StoreCounter.CACHE_MISSES, "zarrCacheMisses", "cache misses", SumMetric::new),
  CACHE_BYTES(
      StoreCounter.CACHE_BYTES_SAVED,
      "zarrCacheBytesSaved",
      "bytes saved by the cache",
      BytesMetric::new),
  CACHE_EVICTIONS(
      StoreCounter.CACHE_EVICTIONS, "zarrCacheEvictions", "cache evictions", SumMetric::new),
  CACHE_FAILURES(
      StoreCounter.CACHE_FAILURES, "zarrCacheFailures", "cache failures", SumMetric::new);

  private final StoreCounter counter;
  private final CustomMetric metric;

  StoreMetric(
      StoreCounter counter,
      String name,
      String description,
      BiFunction<String, String, CustomMetric> form) {
    this.counter = counter;
    this.metric = form.apply(name, description);
  }

  static CustomMetric[] declared() {
    return Arrays.stream(values()).map(metric -> metric.metric).toArray(CustomMetric[]::new);
  }

  /**
   * @param counts of a task's store; every counter present
   */
  static CustomTaskMetric[] of(Map<StoreCounter, Long> counts) {
    return Arrays.stream(values())
        .map(shown -> new ScanMetrics.Value(shown.metric.name(), counts.get(shown.counter)))
        .toArray(CustomTaskMetric[]::new);
  }
}
