package dev.sparkzarr.dataset;

/**
 * An index set that counts: its indexes numbered 0, 1, ... in ascending order. These numbers are
 * called <em>ordinals</em>. Memory grows with the number of ranges; look-ups are binary searches
 * over ranges. Immutable.
 */
final class SelectedIndexes {
  private final IndexSet set;

  /** Ordinal of the first index of each range, and behind them the number of indexes. */
  private final long[] firstOrdinals;

  SelectedIndexes(IndexSet set) {
    this.set = set;
    this.firstOrdinals = new long[set.ranges() + 1];
    for (int i = 0; i < set.ranges(); i++) {
      firstOrdinals[i + 1] = firstOrdinals[i] + (set.stop(i) - set.start(i));
    }
  }

  /**
   * @return how many indexes there are
   */
  long size() {
    return firstOrdinals[firstOrdinals.length - 1];
  }

  /**
   * @param ordinal from 0 to size() - 1
   * @return the range it is in
   */
  int rangeOf(long ordinal) {
    int low = 0;
    int high = set.ranges() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firstOrdinals[middle] <= ordinal) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /**
   * @param range that {@code ordinal} is in
   * @return the index with this ordinal
   */
  long indexAt(long ordinal, int range) {
    return set.start(range) + (ordinal - firstOrdinals[range]);
  }

  /**
   * @param ordinal from 0 to size() - 1
   * @return the index with this ordinal
   */
  long indexAt(long ordinal) {
    return indexAt(ordinal, rangeOf(ordinal));
  }

  /**
   * @return the ordinal behind the last one of a range
   */
  long ordinalStop(int range) {
    return firstOrdinals[range + 1];
  }

  /**
   * @return how many of the indexes are below {@code index}
   */
  long ordinalOf(long index) {
    int low = 0;
    int high = set.ranges();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (set.start(middle) < index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return 0;
    }
    int range = low - 1;
    return firstOrdinals[range] + Math.min(index, set.stop(range)) - set.start(range);
  }

  /**
   * @return whether the indexes of ordinals {@code from} up to but without {@code to} follow one
   *     another without a gap; true when there is at most one
   */
  boolean isOneRun(long from, long to) {
    return to - from <= 1 || to <= ordinalStop(rangeOf(from));
  }
}
