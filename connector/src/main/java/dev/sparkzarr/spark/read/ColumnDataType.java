package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.spark.options.ReadConf.TimestampType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Which Spark type a column has. */
public final class ColumnDataType {
  private ColumnDataType() {}

  /**
   * @param timestamps how times are exposed
   */
  public static DataType of(ColumnType type, TimestampType timestamps) {
    return switch (type.kind()) {
      case BOOLEAN -> DataTypes.BooleanType;
      case INT8 -> DataTypes.ByteType;
      case INT16 -> DataTypes.ShortType;
      case INT32 -> DataTypes.IntegerType;
      case INT64 -> DataTypes.LongType;
      case UINT64 -> DataTypes.createDecimalType(20, 0);
      case FLOAT32 -> DataTypes.FloatType;
      case FLOAT64 -> DataTypes.DoubleType;
      case TIMESTAMP ->
          timestamps == TimestampType.TIMESTAMP
              ? DataTypes.TimestampType
              : DataTypes.TimestampNTZType;
      case INTERVAL -> DataTypes.createDayTimeIntervalType();
      case CALENDAR_TEXT, TEXT -> DataTypes.StringType;
      case BINARY -> DataTypes.BinaryType;
      case ARRAY, FIXED_ARRAY ->
          DataTypes.createArrayType(of(type.fields().get(0).type(), timestamps), true);
      case STRUCT -> {
        StructType struct = new StructType();
        for (ColumnType.Field field : type.fields()) {
          struct = struct.add(field.name(), of(field.type(), timestamps), true);
        }
        yield struct;
      }
    };
  }
}
