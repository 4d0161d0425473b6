package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import java.util.Arrays;

/** How the values of a dimension stand one after the other. */
public enum AxisOrder {
  ASCENDING,
  DESCENDING,
  /** As they come: the order in which a pass over the rows first sees them. */
  AS_SEEN;

  /**
   * Looks at each value once, at most.
   *
   * @return the order of an axis' values; {@code AS_SEEN} where neither each is above the one
   *     before, nor each below; {@code ASCENDING} with fewer than two
   */
  public static AxisOrder of(Axis axis) {
    if (axis.isIndex() || axis.length() < 2) {
      return ASCENDING;
    }
    int first = compare(axis, 0, 1);
    if (first == 0 || axis.hasMissing()) {
      return AS_SEEN;
    }
    for (long i = 1; i < axis.length() - 1; i++) {
      int next = compare(axis, i, i + 1);
      if (next == 0 || next < 0 != first < 0) {
        return AS_SEEN;
      }
    }
    return first < 0 ? ASCENDING : DESCENDING;
  }

  /** Text is compared by its bytes, which is the order of its characters. */
  static int compare(Axis axis, long left, long right) {
    ColumnType.Kind kind = axis.type().kind();
    return switch (kind) {
      case FLOAT32, FLOAT64 -> Double.compare(axis.doubleAt(left), axis.doubleAt(right));
      case UINT64 -> Long.compareUnsigned(axis.longAt(left), axis.longAt(right));
      case TEXT, BINARY -> Arrays.compareUnsigned(axis.bytesAt(left), axis.bytesAt(right));
      case ARRAY, FIXED_ARRAY, STRUCT -> 0;
      default -> Long.compare(axis.longAt(left), axis.longAt(right));
    };
  }
}
