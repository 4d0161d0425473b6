package dev.sparkzarr.store;

import java.util.Optional;
import java.util.OptionalLong;

/** Sizes and versions of values. Safe for many threads. */
@FunctionalInterface
public interface Stats {
  /**
   * Asks with one request.
   *
   * @return empty when no value has this key
   * @throws StoreException when the store could not find out
   */
  Optional<ValueStat> stat(StoreKey key);

  /**
   * @return the value's size in bytes; empty when no value has this key
   * @throws StoreException when the store could not find out
   */
  default OptionalLong size(StoreKey key) {
    Optional<ValueStat> stat = stat(key);
    return stat.isPresent() ? OptionalLong.of(stat.get().size()) : OptionalLong.empty();
  }
}
