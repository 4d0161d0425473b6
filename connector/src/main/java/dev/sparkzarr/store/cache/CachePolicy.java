package dev.sparkzarr.store.cache;

/** Which entry goes first when a cache is over its budget. */
public enum CachePolicy {
  /** The one that was not used for the longest time. */
  LRU,
  /** The one that was used the least often; of equals, the one not used for the longest time. */
  LFU
}
