package dev.sparkzarr.store.cache;

import java.time.Clock;

/**
 * A cache's guards, one for each thing that may fail while the others work.
 *
 * @param index lookups and removals
 * @param additions to the index, which may be full or for reading only
 * @param storage the bytes
 */
record CacheGuards(CacheGuard index, CacheGuard additions, CacheGuard storage) {
  /**
   * @param name of the cache, for the log
   */
  static CacheGuards of(String name, Clock clock) {
    return new CacheGuards(
        new CacheGuard("the index of " + name, clock),
        new CacheGuard("the index of " + name, clock),
        new CacheGuard(name, clock));
  }

  /**
   * @return whether nothing can be taken in now
   */
  boolean areClosed() {
    return index.isClosed() || additions.isClosed() || storage.isClosed();
  }
}
