package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.dataset.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** How the values of a Spark type stand in memory on their way to a store. */
final class ColumnKind {
  /** Digits that 64 bits hold for certain. */
  private static final int LONGEST_DECIMAL = 18;

  private ColumnKind() {}

  /**
   * @param place of the table, for messages
   * @param column for messages
   * @throws ZarrException when values of the type cannot be written
   */
  static ColumnType of(String place, String column, DataType type) {
    if (type instanceof BooleanType) {
      return ColumnType.BOOLEAN;
    } else if (type instanceof ByteType) {
      return ColumnType.INT8;
    } else if (type instanceof ShortType) {
      return ColumnType.INT16;
    } else if (type instanceof IntegerType) {
      return ColumnType.INT32;
    } else if (type instanceof LongType) {
      return ColumnType.INT64;
    } else if (type instanceof FloatType) {
      return ColumnType.FLOAT32;
    } else if (type instanceof DoubleType) {
      return ColumnType.FLOAT64;
    } else if (type instanceof TimestampType
        || type instanceof TimestampNTZType
        || type instanceof DateType) {
      return ColumnType.TIMESTAMP;
    } else if (type instanceof DayTimeIntervalType) {
      return ColumnType.INTERVAL;
    } else if (type instanceof StringType) {
      return ColumnType.TEXT;
    } else if (type instanceof BinaryType) {
      return ColumnType.BINARY;
    } else if (isUnsigned(type)) {
      return ColumnType.UINT64;
    } else if (type instanceof DecimalType decimal && decimal.precision() <= LONGEST_DECIMAL) {
      return ColumnType.INT64;
    } else if (type instanceof ArrayType array) {
      if (isElement(array.elementType())) {
        return ColumnType.array(of(place, column, array.elementType()));
      }
    } else if (type instanceof StructType struct) {
      return struct(place, column, struct);
    }
    throw refused(place, column, type);
  }

  /** What uint64 is read as. */
  static boolean isUnsigned(DataType type) {
    return type.equals(DataTypes.createDecimalType(20, 0));
  }

  /** Whether there are lists of such values. */
  private static boolean isElement(DataType type) {
    return type instanceof BooleanType
        || type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType
        || type instanceof FloatType
        || type instanceof DoubleType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType
        || type instanceof DayTimeIntervalType;
  }

  private static ColumnType struct(String place, String column, StructType struct) {
    List<ColumnType.Field> fields = new ArrayList<>();
    int width = 0;
    for (StructField field : struct.fields()) {
      ColumnType type = of(place, column + "." + field.name(), field.dataType());
      if (type.kind() == ColumnType.Kind.ARRAY) {
        throw refused(place, column + "." + field.name(), field.dataType());
      }
      fields.add(new ColumnType.Field(field.name(), type));
      width += type.width();
    }
    if (fields.isEmpty()) {
      throw refused(place, column, struct);
    }
    return ColumnType.struct(fields, width);
  }

  private static ZarrException refused(String place, String column, DataType type) {
    return new ZarrException(
        "Cannot write "
            + place
            + ": column '"
            + column
            + "' is "
            + type.sql()
            + ", for which Zarr has no type. "
            + remedy(column, type));
  }

  private static String remedy(String column, DataType type) {
    if (type instanceof DecimalType) {
      return "Cast it to DECIMAL("
          + LONGEST_DECIMAL
          + ", s), DOUBLE or BIGINT, or whole numbers of 0 to 2^64-1 to DECIMAL(20, 0).";
    } else if (type instanceof ArrayType) {
      return "Lists are of numbers: join texts with concat_ws, take single elements out as columns,"
          + " or explode it, with a dimension for the position.";
    }
    return "Cast it, or leave it out with drop(\"" + column + "\").";
  }

  /**
   * @return digits after the point of a decimal that is not stored as uint64; empty for other types
   */
  static Optional<Integer> decimalScale(DataType type) {
    return type instanceof DecimalType decimal && !isUnsigned(type)
        ? Optional.of(decimal.scale())
        : Optional.empty();
  }
}
