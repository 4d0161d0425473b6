package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import java.io.Serializable;
import java.math.BigInteger;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;

/** A whole number, boolean, time or interval of a row; of numbers without a sign their bits. */
@FunctionalInterface
interface LongValue extends Serializable {
  /** Microseconds. */
  long DAY = 86_400_000_000L;

  /** Of the decimals that stand for uint64. */
  int UNSIGNED_DIGITS = 20;

  long get(InternalRow row, int column);

  /**
   * What gives values of a type that whole numbers stand for.
   *
   * @param name of the column, for messages
   */
  static LongValue of(DataType type, String name) {
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
    } else if (ColumnKind.isUnsigned(type)) {
      return (row, column) -> unsigned(row.getDecimal(column, UNSIGNED_DIGITS, 0), name);
    } else if (type instanceof DecimalType decimal) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      return (row, column) -> row.getDecimal(column, precision, scale).toUnscaledLong();
    }
    return (row, column) -> row.getLong(column);
  }

  /** The bits of a number that uint64 has room for. */
  static long unsigned(Decimal decimal, String name) {
    BigInteger value = decimal.toJavaBigDecimal().toBigIntegerExact();
    if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
      throw new ZarrException(
          "Cannot write a table: column '"
              + name
              + "' has the value "
              + value
              + ", but columns of type DECIMAL(20,0) are stored as uint64, which has 0 to"
              + " 18446744073709551615. Cast it to DECIMAL(18,0), BIGINT or DOUBLE.");
    }
    return value.longValue();
  }
}
