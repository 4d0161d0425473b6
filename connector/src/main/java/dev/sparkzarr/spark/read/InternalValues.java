package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.spark.read.vector.UnsignedDecimal;
import org.apache.spark.unsafe.types.UTF8String;

/** Single values in the form that Spark's internal rows hold. */
final class InternalValues {
  private InternalValues() {}

  /**
   * @return the axis' value of a type without parts at {@code index}, boxed as its Spark type asks;
   *     null when missing
   */
  static Object of(Axis axis, long index) {
    if (axis.isMissing(index)) {
      return null;
    }
    return switch (axis.type().kind()) {
      case BOOLEAN -> axis.longAt(index) != 0;
      case INT8 -> (byte) axis.longAt(index);
      case INT16 -> (short) axis.longAt(index);
      case INT32 -> (int) axis.longAt(index);
      case INT64, TIMESTAMP, INTERVAL -> axis.longAt(index);
      case UINT64 -> UnsignedDecimal.of(axis.longAt(index));
      case FLOAT32 -> (float) axis.doubleAt(index);
      case FLOAT64 -> axis.doubleAt(index);
      case CALENDAR_TEXT, TEXT -> UTF8String.fromBytes(axis.bytesAt(index));
      case BINARY -> axis.bytesAt(index);
      case ARRAY, FIXED_ARRAY, STRUCT -> throw new IllegalArgumentException("values with parts");
    };
  }
}
