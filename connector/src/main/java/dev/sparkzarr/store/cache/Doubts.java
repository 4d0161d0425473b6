package dev.sparkzarr.store.cache;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What this JVM wrote, and when: a piece that was read before a write of its key is not served
 * unasked, and what is being read beside a write is not kept. Holds where the index cannot be
 * reached, too. Keys share places, so that a write may put another key in doubt.
 */
final class Doubts {
  private static final int PLACES = 4096;

  private final AtomicLongArray writes = new AtomicLongArray(PLACES);
  private final AtomicLongArray writtenAt = new AtomicLongArray(PLACES);
  private final AtomicLong allWrites = new AtomicLong();
  private final AtomicLong allWrittenAt = new AtomicLong();

  private static int place(CachedKey key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return hash >>> 20;
  }

  /** Notes that a key is about to change, or has changed. */
  void doubt(CachedKey key, long now) {
    int place = place(key);
    writtenAt.accumulateAndGet(place, now, Math::max);
    writes.incrementAndGet(place);
  }

  /** Notes that any key is about to change, or has changed. */
  void doubtAll(long now) {
    allWrittenAt.accumulateAndGet(now, Math::max);
    allWrites.incrementAndGet();
  }

  /**
   * @return grows with each write that may be of this key
   */
  long writes(CachedKey key) {
    return writes.get(place(key)) + allWrites.get();
  }

  /**
   * @return whether a key may have been written since
   */
  boolean isDoubtful(CachedKey key, long since) {
    return since <= writtenAt.get(place(key)) || since <= allWrittenAt.get();
  }
}
