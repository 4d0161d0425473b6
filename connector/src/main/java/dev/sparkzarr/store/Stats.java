package dev.sparkzarr.store;

import java.util.OptionalLong;

/** Sizes of values. Safe for many threads. */
public interface Stats {
  /**
   * @return the value's size in bytes; empty when no value has this key
   * @throws StoreException when the store could not find out
   */
  OptionalLong size(StoreKey key);
}
