package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.StoreVerb;
import java.util.Map;

/**
 * What was asked of a store until some moment. Requests as seen above the store: a provider may
 * send several for one.
 *
 * @param requests by verb, every verb present; failed and absent ones included
 * @param nanos spent in calls by verb, in nanoseconds, every verb present; calls of many threads
 *     add up
 * @param bytesRead of values and merged ranges that were found, gaps between slices included
 * @param bytesWritten of values that were written, and of conditional writes that lost
 * @param absent calls about a value that found none
 * @param failures calls that threw
 */
public record StoreMetrics(
    Map<StoreVerb, Long> requests,
    Map<StoreVerb, Long> nanos,
    long bytesRead,
    long bytesWritten,
    long absent,
    long failures) {
  public StoreMetrics {
    requests = Map.copyOf(requests);
    nanos = Map.copyOf(nanos);
  }

  /**
   * @return how many requests of this verb
   */
  public long requests(StoreVerb verb) {
    return requests.getOrDefault(verb, 0L);
  }

  /**
   * @return how many requests of all verbs
   */
  public long allRequests() {
    return requests.values().stream().mapToLong(Long::longValue).sum();
  }
}
