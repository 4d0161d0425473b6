package dev.sparkzarr.dataset.predicate;

import java.math.BigDecimal;
import java.util.Arrays;

/** How values of a kind are ordered. */
final class Order {
  private Order() {}

  /**
   * @return less than, equal to or greater than 0; NaN equals NaN and is above all, -0.0 equals 0.0
   */
  static int compare(double left, double right) {
    if (left < right) {
      return -1;
    }
    if (left > right) {
      return 1;
    }
    if (left == right) {
      return 0;
    }
    return Boolean.compare(Double.isNaN(left), Double.isNaN(right));
  }

  /** Compares two decimals by value, or two texts byte by byte. */
  static int compare(Object left, Object right) {
    return left instanceof BigDecimal decimal
        ? decimal.compareTo((BigDecimal) right)
        : Arrays.compareUnsigned((byte[]) left, (byte[]) right);
  }

  /** Compares the values at an index that is NULL in neither. */
  static int compare(Values left, Values right, int i) {
    if (left.longs != null) {
      return Long.compare(left.longs[i], right.longs[i]);
    }
    return left.isFloat()
        ? compare(left.doubles()[i], right.doubles()[i])
        : compare(left.objects[i], right.objects[i]);
  }
}
