package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.Version;
import java.util.Optional;

/**
 * One cached piece of a value. Times are milliseconds since 1970. Immutable.
 *
 * @param piece all of the value, or a range of it
 * @param version of the value that the piece is of; empty where its store has none
 * @param size of the piece, in bytes
 * @param costMillis how long the origin took to give it
 * @param storedAt when it came from the origin
 * @param usedAt when it was last served, or stored
 * @param uses how often it was served, and 1 for storing it
 */
public record CacheEntry(
    CachedKey key,
    CachePiece piece,
    Optional<Version> version,
    long size,
    long costMillis,
    long storedAt,
    long usedAt,
    long uses) {
  /** What an entry takes beside its bytes: its header, a name, a place in the index. */
  private static final int OVERHEAD = 512;

  public CacheEntry {
    if (size < 0) {
      throw new IllegalArgumentException("a size of " + size);
    }
  }

  /**
   * @return bytes that it counts for in the budget
   */
  public long charge() {
    return size + OVERHEAD;
  }

  /**
   * @return as it was when it was stored
   */
  CacheEntry unused() {
    return new CacheEntry(key, piece, version, size, costMillis, storedAt, storedAt, 1);
  }

  CacheEntry usedAgain(long now) {
    return new CacheEntry(key, piece, version, size, costMillis, storedAt, now, uses + 1);
  }
}
