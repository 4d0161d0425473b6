package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;

/** Whether values of a column can be looked for on an axis. Stateless. */
final class AxisFit {
  private AxisFit() {}

  /**
   * @return whether equal values are equal in both: whole numbers of any width are, and floats
   */
  static boolean fits(Axis axis, ColumnType column) {
    return family(axis.type()) == family(column);
  }

  private static int family(ColumnType type) {
    return switch (type.kind()) {
      case INT8, INT16, INT32, INT64 -> 0;
      case FLOAT32, FLOAT64 -> 1;
      case TEXT, CALENDAR_TEXT -> 2;
      default -> 10 + type.kind().ordinal();
    };
  }

  /**
   * Looks for a value of another axis.
   *
   * @param values that {@link #fits} the index
   * @return the index of the value; -1 when it is not there
   */
  static long find(AxisIndex index, Axis values, long at) {
    return switch (values.type().kind()) {
      case FLOAT32, FLOAT64 -> index.find(values.doubleAt(at));
      case TEXT, BINARY, CALENDAR_TEXT -> {
        byte[] value = values.bytesAt(at);
        yield index.find(value, 0, value.length);
      }
      default -> index.find(values.longAt(at));
    };
  }
}
