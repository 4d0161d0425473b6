package dev.sparkzarr.array;

import dev.sparkzarr.metadata.Shape;
import java.util.List;

/**
 * A part of an array: one range for each dimension. Immutable.
 *
 * @param ranges in the array's order of dimensions
 */
public record Region(List<Range> ranges) {
  public Region {
    ranges = List.copyOf(ranges);
  }

  /**
   * Indexes {@code start}, {@code start + step}, ... : {@code count} of them.
   *
   * @param start first index, within the dimension when count is not 0
   * @param count how many, at least 0
   * @param step not 0; negative runs backwards
   */
  public record Range(long start, long count, long step) {
    public Range {
      if (start < 0 || count < 0 || step == 0) {
        throw new IllegalArgumentException(
            "Cannot use range start=" + start + " count=" + count + " step=" + step);
      }
    }

    /**
     * @return {@code start} up to but without {@code stop}, step 1
     */
    public static Range of(long start, long stop) {
      return new Range(start, stop - start, 1);
    }
  }

  /**
   * @return the whole array
   */
  public static Region all(Shape shape) {
    Range[] ranges = new Range[shape.rank()];
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = Range.of(0, shape.length(i));
    }
    return new Region(List.of(ranges));
  }

  /**
   * @return the number of indexes in each dimension
   */
  public Shape shape() {
    return Shape.of(ranges.stream().mapToLong(Range::count).toArray());
  }
}
