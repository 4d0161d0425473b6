package dev.sparkzarr.store;

/** Something that a wrapper counts about the calls that come by it, for those who opened it. */
public enum StoreCounter {
  /** Requests sent to the store, failed and repeated ones included. */
  REQUESTS,
  /** Bytes that the store sent. */
  BYTES_READ,
  /** Bytes sent to the store. */
  BYTES_WRITTEN,
  /** Nanoseconds spent in calls of the store, over all threads. */
  NANOS,
  /** Calls about a value that found none. */
  ABSENT,
  /** Calls of the store that failed, those that were repeated with success included. */
  FAILURES,
  /** Calls sent again because the store did not answer. */
  RETRIES,
  /** Nanoseconds waited before calls were sent again, over all threads. */
  RETRY_NANOS,
  /** Nanoseconds that calls waited to keep a limit, over all threads. */
  LIMIT_NANOS,
  /** Reads answered by another caller's request for the same bytes. */
  SHARED,
  /** Reads answered from a cache. */
  CACHE_HITS,
  /** Reads that a cache could not answer. */
  CACHE_MISSES,
  /** Bytes that a cache gave in place of the store. */
  CACHE_BYTES_SAVED,
  /** Entries that left a cache to make room. */
  CACHE_EVICTIONS,
  /** Failures of a cache, which cost time and nothing else. */
  CACHE_FAILURES
}
