package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which pieces are cached: sizes, use, cost and age, not their bytes. All pieces of one value are
 * of one version. Methods that return entries return those that the index no longer has, whose
 * bytes are to be deleted by the caller. Times are milliseconds since 1970. Safe for many threads,
 * and of those that are shared, for many JVMs.
 *
 * <p>Any method may throw a {@link dev.sparkzarr.store.StoreException} when the index cannot be
 * reached; it answers or fails soon.
 */
public interface CacheIndex extends AutoCloseable {
  /**
   * What the index has of a value.
   *
   * @param version that the pieces are of; empty where the value's store has none
   * @param checkedAt when the value last was known to have this version
   * @param entries of the pieces that were asked for and are there
   */
  record Known(Optional<Version> version, long checkedAt, Map<CachePiece, CacheEntry> entries) {
    public Known {
      entries = Map.copyOf(entries);
    }
  }

  /**
   * Looks pieces of one value up, and marks those found as used.
   *
   * @return empty when none of the pieces is there
   */
  Optional<Known> find(CachedKey key, List<CachePiece> pieces, long now);

  /**
   * Adds a piece, and removes what is then too much. The piece itself is the last to go. Pieces of
   * another version of the value go; but where the index knows another version that was seen later,
   * the new piece is refused.
   *
   * @param checkedAt when the value had the entry's version
   * @param budget bytes that all entries together may count for
   * @return what has to be deleted; the entry itself when it was refused
   */
  List<CacheEntry> push(CacheEntry entry, long checkedAt, long budget);

  /** Notes that a value still has this version; does nothing where the index knows another. */
  void renew(CachedKey key, Optional<Version> version, long checkedAt);

  /** Removes one piece of this version; does nothing where it is not there. */
  void drop(CacheEntry entry);

  /** Removes all pieces of a value. */
  List<CacheEntry> drop(CachedKey key);

  /**
   * Removes the pieces of every value of a store whose key is below a place.
   *
   * @param below the place, by whole segments; empty for all values of the store
   */
  List<CacheEntry> dropBelow(String origin, Optional<StoreKey> below);

  /** Removes everything. */
  List<CacheEntry> clear();

  /**
   * Lists entries.
   *
   * @param most how many at most
   */
  List<CacheEntry> entries(CacheOrder order, int most);

  /**
   * @return whether this very piece, of this version, is there; not marked as used
   */
  boolean contains(CacheEntry entry);

  /**
   * @return bytes that the entries count for
   */
  long bytes();

  /**
   * @return how many entries there are
   */
  long count();

  /**
   * Claims the work of comparing the index with what is stored: true for one caller, when that was
   * not done yet, or some minutes ago.
   */
  boolean claimScan(long now);

  @Override
  void close();
}
