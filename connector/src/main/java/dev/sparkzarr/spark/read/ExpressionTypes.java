package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.predicate.ValueType;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** Between Spark's types and those of expressions. */
final class ExpressionTypes {
  private static final DataType DAY_TO_SECOND = DataTypes.createDayTimeIntervalType();

  private static final Map<DataType, ValueType> TYPES =
      Map.ofEntries(
          Map.entry(DataTypes.BooleanType, ValueType.BOOLEAN),
          Map.entry(DataTypes.ByteType, ValueType.INT8),
          Map.entry(DataTypes.ShortType, ValueType.INT16),
          Map.entry(DataTypes.IntegerType, ValueType.INT32),
          Map.entry(DataTypes.LongType, ValueType.INT64),
          Map.entry(DataTypes.FloatType, ValueType.FLOAT32),
          Map.entry(DataTypes.DoubleType, ValueType.FLOAT64),
          Map.entry(DataTypes.TimestampType, ValueType.TIMESTAMP),
          Map.entry(DataTypes.TimestampNTZType, ValueType.TIMESTAMP_NTZ),
          Map.entry(DataTypes.DateType, ValueType.DATE),
          Map.entry(DAY_TO_SECOND, ValueType.INTERVAL),
          // with the default collation only: it compares bytes
          Map.entry(DataTypes.StringType, ValueType.TEXT));

  private ExpressionTypes() {}

  /**
   * @return empty for types that are not computed with
   */
  static Optional<ValueType> of(DataType type) {
    return type instanceof DecimalType decimal
        ? Optional.of(ValueType.decimal(decimal.precision(), decimal.scale()))
        : Optional.ofNullable(TYPES.get(type));
  }

  /**
   * @return Spark's type for what an expression is worth
   */
  static DataType dataType(ValueType type) {
    return type.kind() == ValueType.Kind.DECIMAL
        ? DataTypes.createDecimalType(type.precision(), type.scale())
        : TYPES.entrySet().stream()
            .filter(entry -> entry.getValue().equals(type))
            .findFirst()
            .orElseThrow()
            .getKey();
  }
}
