package dev.sparkzarr.store;

/** Renames inside a store, at once for every reader. Safe for many threads. */
@FunctionalInterface
public interface Renames {
  /**
   * Gives a value another key, replacing the value that has it.
   *
   * @return false when no value has the key {@code from}; the other is then as it was
   * @throws StoreException when the value could not be renamed
   */
  boolean rename(StoreKey from, StoreKey to);
}
