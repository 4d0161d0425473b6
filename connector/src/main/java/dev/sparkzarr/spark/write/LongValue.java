package dev.sparkzarr.spark.write;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;

/** A whole number, boolean, time or interval of a row. */
@FunctionalInterface
interface LongValue extends Serializable {
  /** Microseconds. */
  long DAY = 86_400_000_000L;

  long get(InternalRow row, int column);

  /** What gives values of a type that whole numbers stand for. */
  static LongValue of(DataType type) {
    if (type instanceof BooleanType) {
      return (row, column) -> row.getBoolean(column) ? 1 : 0;
    } else if (type instanceof ByteType) {
      return (row, column) -> row.getByte(column);
    } else if (type instanceof ShortType) {
      return (row, column) -> row.getShort(column);
    } else if (type instanceof IntegerType) {
      return (row, column) -> row.getInt(column);
    } else if (type instanceof DateType) {
      return (row, column) -> row.getInt(column) * DAY;
    } else if (type instanceof DecimalType decimal) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      return (row, column) -> row.getDecimal(column, precision, scale).toUnscaledLong();
    }
    return (row, column) -> row.getLong(column);
  }
}
