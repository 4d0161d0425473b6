package dev.sparkzarr.store;

import java.util.Collection;

/** Deletion. Safe for many threads. */
public interface Deletes {
  /** Deletes a value; does nothing when there is none. */
  void delete(StoreKey key);

  /**
   * Deletes values; those that are not there are passed over. Not atomic: after an error some are
   * deleted. With fewer requests than keys, where the store can.
   */
  default void deleteAll(Collection<StoreKey> keys) {
    keys.forEach(this::delete);
  }

  /**
   * Deletes every value below a place, by whole segments: {@code a} deletes {@code a/b}, never
   * {@code ab}. Not atomic.
   */
  void deleteBelow(StoreKey place);
}
