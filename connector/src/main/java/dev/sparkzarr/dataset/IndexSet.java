package dev.sparkzarr.dataset;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Indexes along one dimension: sorted, disjoint, non-touching half-open ranges. Immutable; memory
 * grows with the number of ranges, never with their lengths.
 */
public final class IndexSet implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No index. */
  public static final IndexSet EMPTY = new IndexSet(new long[0]);

  /** start0, stop0, start1, stop1, ... */
  private final long[] bounds;

  private IndexSet(long[] bounds) {
    this.bounds = bounds;
  }

  /**
   * @return all indexes from {@code start} up to but without {@code stop}
   */
  public static IndexSet range(long start, long stop) {
    return start >= stop ? EMPTY : new IndexSet(new long[] {start, stop});
  }

  /**
   * @return how many ranges there are
   */
  public int ranges() {
    return bounds.length / 2;
  }

  /**
   * @return the first index of range {@code range}
   */
  public long start(int range) {
    return bounds[2 * range];
  }

  /**
   * @return the index after the last of range {@code range}
   */
  public long stop(int range) {
    return bounds[2 * range + 1];
  }

  /**
   * @param ordinal from 0, less than {@link #size}
   * @return the index at that place
   */
  public long at(long ordinal) {
    long left = ordinal;
    int range = 0;
    while (left >= stop(range) - start(range)) {
      left -= stop(range) - start(range);
      range++;
    }
    return start(range) + left;
  }

  /**
   * @return how many indexes there are
   */
  public long size() {
    long size = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      size += bounds[i + 1] - bounds[i];
    }
    return size;
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  /** Builds a set from ascending, disjoint ranges; touching ones are joined. */
  public static final class Builder {
    private long[] bounds = new long[8];
    private int used;

    /** Adds {@code start} up to but without {@code stop}; not before what was added already. */
    public Builder add(long start, long stop) {
      if (start >= stop) {
        return this;
      }
      if (used > 0 && start <= bounds[used - 1]) {
        if (start < bounds[used - 1]) {
          throw new IllegalArgumentException(start + " is before " + bounds[used - 1]);
        }
        bounds[used - 1] = stop;
        return this;
      }
      if (used == bounds.length) {
        bounds = Arrays.copyOf(bounds, 2 * used);
      }
      bounds[used++] = start;
      bounds[used++] = stop;
      return this;
    }

    public IndexSet build() {
      return new IndexSet(Arrays.copyOf(bounds, used));
    }
  }

  /**
   * @return the indexes from {@code start} up to but without {@code stop} that are in this set;
   *     cost grows with their ranges only. This very set, when they are all of it: so many boxes
   *     that are whole along a dimension share its memory
   */
  public IndexSet slice(long start, long stop) {
    if (isEmpty() || start <= bounds[0] && bounds[bounds.length - 1] <= stop) {
      return this;
    }
    Builder builder = new Builder();
    for (int i = firstRangeEndingAfter(start); i < ranges() && start(i) < stop; i++) {
      builder.add(Math.max(start, start(i)), Math.min(stop, stop(i)));
    }
    return builder.build();
  }

  private int firstRangeEndingAfter(long index) {
    int low = 0;
    int high = ranges();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (stop(middle) <= index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * @return the indexes that are in both
   */
  public IndexSet intersect(IndexSet other) {
    Builder builder = new Builder();
    int i = 0;
    int j = 0;
    while (i < bounds.length && j < other.bounds.length) {
      builder.add(
          Math.max(bounds[i], other.bounds[j]), Math.min(bounds[i + 1], other.bounds[j + 1]));
      if (bounds[i + 1] < other.bounds[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return builder.build();
  }

  /**
   * @return the indexes that are in either
   */
  public IndexSet union(IndexSet other) {
    Builder builder = new Builder();
    int i = 0;
    int j = 0;
    long stop = Long.MIN_VALUE;
    while (i < bounds.length || j < other.bounds.length) {
      boolean mine =
          j == other.bounds.length || (i < bounds.length && bounds[i] <= other.bounds[j]);
      long[] source = mine ? bounds : other.bounds;
      int at = mine ? i : j;
      builder.add(Math.max(stop, source[at]), source[at + 1]);
      stop = Math.max(stop, source[at + 1]);
      if (mine) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return builder.build();
  }

  /**
   * @param length after all indexes of this set
   * @return the indexes from 0 up to but without {@code length} that are not in this set
   */
  public IndexSet complement(long length) {
    Builder builder = new Builder();
    long stop = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      builder.add(stop, bounds[i]);
      stop = bounds[i + 1];
    }
    return builder.add(stop, length).build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexSet set && Arrays.equals(bounds, set.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < bounds.length; i += 2) {
      text.append(i == 0 ? "" : ",").append(bounds[i]).append("..").append(bounds[i + 1] - 1);
      if (i >= 10) {
        text.append(",+").append(ranges() - i / 2 - 1).append(" ranges");
        break;
      }
    }
    return text.append('}').toString();
  }
}
