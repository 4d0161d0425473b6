package dev.sparkzarr.store;

import java.util.Map;

/**
 * What was asked of a store until some moment. Requests as seen above the store: a provider may
 * send several for one.
 *
 * @param requests by verb, every verb present; failed and absent ones included
 * @param bytesRead of values and merged ranges that were found, gaps between slices included
 * @param bytesWritten of values that were written
 * @param absent gets, ranges and stats that found no value
 * @param failures requests that threw
 */
public record StoreMetrics(
    Map<StoreVerb, Long> requests, long bytesRead, long bytesWritten, long absent, long failures) {
  public StoreMetrics {
    requests = Map.copyOf(requests);
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
