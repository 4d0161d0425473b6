package dev.sparkzarr.store.cache;

import java.util.Comparator;

/** An order of entries; what one would rather do without comes first. */
public enum CacheOrder {
  /** The largest first. */
  SIZE(Comparator.comparingLong(CacheEntry::size).reversed()),
  /** The one stored first comes first. */
  AGE(Comparator.comparingLong(CacheEntry::storedAt)),
  /** The one not used for the longest time first. */
  LAST_USE(Comparator.comparingLong(CacheEntry::usedAt)),
  /** The one used the least often first. */
  USES(
      Comparator.comparingLong(CacheEntry::uses)
          .thenComparing(Comparator.comparingLong(CacheEntry::usedAt))),
  /** The one that its origin gave the fastest first. */
  COST(Comparator.comparingLong(CacheEntry::costMillis));

  private final Comparator<CacheEntry> comparator;

  CacheOrder(Comparator<CacheEntry> comparator) {
    this.comparator = comparator;
  }

  /** Compares entries. */
  Comparator<CacheEntry> comparator() {
    return comparator;
  }
}
