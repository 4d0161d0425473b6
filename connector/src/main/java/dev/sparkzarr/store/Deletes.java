package dev.sparkzarr.store;

/** Deletion. Safe for many threads. */
public interface Deletes {
  /** Deletes a value; does nothing when there is none. */
  void delete(StoreKey key);

  /**
   * Deletes every value below a place, by whole segments: {@code a} deletes {@code a/b}, never
   * {@code ab}. Not atomic.
   */
  void deleteBelow(StoreKey place);
}
