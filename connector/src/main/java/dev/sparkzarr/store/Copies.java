package dev.sparkzarr.store;

/** Copies inside a store, whose bytes do not come by here. Safe for many threads. */
@FunctionalInterface
public interface Copies {
  /**
   * Copies a value over another key, all or nothing.
   *
   * @return false when no value has the key {@code from}; the other is then as it was
   * @throws StoreException when the value could not be copied
   */
  boolean copy(StoreKey from, StoreKey to);
}
