package dev.sparkzarr.store;

import java.util.Optional;

/**
 * What a store knows of a value without reading it.
 *
 * @param size in bytes
 * @param version empty where the store has none
 */
public record ValueStat(long size, Optional<Version> version) {
  public ValueStat {
    if (size < 0) {
      throw new IllegalArgumentException("a size of " + size);
    }
  }

  /** A value whose store has no versions. */
  public static ValueStat ofSize(long size) {
    return new ValueStat(size, Optional.empty());
  }
}
