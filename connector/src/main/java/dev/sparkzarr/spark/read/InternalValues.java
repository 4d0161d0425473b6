package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/** Single values in the form that Spark's internal rows hold. */
final class InternalValues {
  private InternalValues() {}

  /**
   * @param bits of an unsigned 64-bit integer
   * @return decimal(20,0)
   */
  static Decimal unsigned(long bits) {
    BigInteger value = BigInteger.valueOf(bits & Long.MAX_VALUE);
    return Decimal.apply(new BigDecimal(bits < 0 ? value.setBit(63) : value), 20, 0);
  }

  /**
   * @return the axis' value at {@code index}, boxed as its Spark type asks; null when missing
   */
  static Object of(Axis axis, long index) {
    if (axis.isMissing(index)) {
      return null;
    }
    return switch (axis.type()) {
      case BOOLEAN -> axis.longAt(index) != 0;
      case INT8 -> (byte) axis.longAt(index);
      case INT16 -> (short) axis.longAt(index);
      case INT32 -> (int) axis.longAt(index);
      case INT64, TIMESTAMP, INTERVAL -> axis.longAt(index);
      case UINT64 -> unsigned(axis.longAt(index));
      case FLOAT32 -> (float) axis.doubleAt(index);
      case FLOAT64 -> axis.doubleAt(index);
      case CALENDAR_TEXT -> UTF8String.fromString(axis.textAt(index));
    };
  }
}
