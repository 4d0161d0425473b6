package dev.sparkzarr.store;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

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

  /**
   * Deletes what writers that died have left of values under way, which no key shows: temporary
   * files, where a store puts by such. No value is touched. Looks at all files of the place; does
   * nothing where a store leaves nothing of the kind.
   *
   * @param place with all below it; empty for the root
   * @param before what was changed later stays: writers may be at it
   */
  default void deleteAbandoned(Optional<StoreKey> place, Instant before) {}
}
