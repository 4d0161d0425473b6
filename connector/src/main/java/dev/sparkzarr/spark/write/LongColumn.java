package dev.sparkzarr.spark.write;

import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** The values of a batch's column as {@link LongValue} has those of rows. */
@FunctionalInterface
interface LongColumn {
  /**
   * @param column without NULL
   * @param values that receives as many values, from the first
   */
  void read(ColumnVector column, int count, long[] values);

  /**
   * What reads a column of a type that whole numbers stand for.
   *
   * @param name of the column, for messages
   */
  static LongColumn of(DataType type, String name) {
    if (type instanceof BooleanType) {
      return (column, count, values) -> {
        for (int i = 0; i < count; i++) {
          values[i] = column.getBoolean(i) ? 1 : 0;
        }
      };
    } else if (type instanceof ByteType) {
      return (column, count, values) -> {
        for (int i = 0; i < count; i++) {
          values[i] = column.getByte(i);
        }
      };
    } else if (type instanceof ShortType) {
      return (column, count, values) -> {
        for (int i = 0; i < count; i++) {
          values[i] = column.getShort(i);
        }
      };
    } else if (type instanceof IntegerType) {
      return (column, count, values) -> {
        for (int i = 0; i < count; i++) {
          values[i] = column.getInt(i);
        }
      };
    } else if (type instanceof DateType) {
      return (column, count, values) -> {
        for (int i = 0; i < count; i++) {
          values[i] = column.getInt(i) * LongValue.DAY;
        }
      };
    } else if (ColumnKind.isUnsigned(type)) {
      return (column, count, values) -> {
        for (int i = 0; i < count; i++) {
          values[i] = LongValue.unsigned(column.getDecimal(i, LongValue.UNSIGNED_DIGITS, 0), name);
        }
      };
    } else if (type instanceof DecimalType decimal) {
      return (column, count, values) -> {
        for (int i = 0; i < count; i++) {
          values[i] = column.getDecimal(i, decimal.precision(), decimal.scale()).toUnscaledLong();
        }
      };
    }
    return (column, count, values) -> {
      for (int i = 0; i < count; i++) {
        values[i] = column.getLong(i);
      }
    };
  }
}
