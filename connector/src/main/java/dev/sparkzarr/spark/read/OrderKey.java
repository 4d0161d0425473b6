package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.FloatOrder;

/**
 * Values of an axis as signed 64-bit numbers in the order that Spark SQL gives the values, equal
 * exactly where they are equal: NaN equals NaN and is above all, -0.0 equals 0.0.
 */
final class OrderKey {
  private OrderKey() {}

  /**
   * @param axis of numbers, booleans, times or intervals
   * @param index of a value that is not missing
   */
  static long of(Axis axis, long index) {
    return switch (axis.type().kind()) {
      case BOOLEAN, INT8, INT16, INT32, INT64, TIMESTAMP, INTERVAL -> axis.longAt(index);
      case UINT64 -> axis.longAt(index) ^ Long.MIN_VALUE;
      case FLOAT32, FLOAT64 -> FloatOrder.key(axis.doubleAt(index));
      default -> throw new IllegalArgumentException("no key for " + axis.type());
    };
  }
}
