package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.predicate.AxisExpression;
import dev.sparkzarr.dataset.predicate.AxisExpressions;
import dev.sparkzarr.dataset.predicate.ValueType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Cast;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Extract;
import org.apache.spark.sql.connector.expressions.GeneralScalarExpression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.AlwaysFalse;
import org.apache.spark.sql.connector.expressions.filter.AlwaysTrue;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * From Spark's connector expressions to expressions over one axis. Every node that is not known to
 * mean the same here leaves its whole predicate untranslated. Immutable.
 */
final class PredicateTranslator {
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

  private final Map<String, DimensionColumn> dimensions = new HashMap<>();
  private final Optional<ZoneId> zone;

  private record DimensionColumn(int dimension, ValueType type) {}

  /**
   * An expression on one axis, or on none.
   *
   * @param dimension position of its dimension; -1 when it names no column
   * @param expression of a predicate of type BOOLEAN
   */
  record OnAxis(int dimension, AxisExpression expression) {}

  /**
   * @param columns of the dimensions, in order, as Spark knows them
   * @param zone of the session; empty when it is not known for sure
   */
  PredicateTranslator(List<StructField> columns, Optional<ZoneId> zone) {
    this.zone = zone;
    for (int dimension = 0; dimension < columns.size(); dimension++) {
      StructField column = columns.get(dimension);
      int position = dimension;
      type(column.dataType())
          .ifPresent(type -> dimensions.put(column.name(), new DimensionColumn(position, type)));
    }
  }

  /**
   * @return the same predicate on the one axis that it mentions; empty when it mentions another
   *     column or a second axis, or has a node that cannot be translated
   */
  Optional<OnAxis> translate(Expression predicate) {
    Walk walk = new Walk();
    return walk.translate(predicate)
        .filter(expression -> expression.type().equals(ValueType.BOOLEAN))
        .map(expression -> new OnAxis(walk.dimension, expression));
  }

  /**
   * @return the same expression on the one axis that it mentions, of any type; empty when it
   *     mentions no dimension, another column or a second axis, or has a node that cannot be
   *     translated
   */
  Optional<OnAxis> translateValue(Expression expression) {
    Walk walk = new Walk();
    return walk.translate(expression)
        .filter(value -> walk.dimension >= 0)
        .map(value -> new OnAxis(walk.dimension, value));
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

  /** One walk through a tree, which remembers the dimension that it met. */
  private final class Walk {
    private int dimension = -1;

    private Optional<AxisExpression> translate(Expression expression) {
      // the two are also literals and predicates
      if (expression instanceof AlwaysTrue || expression instanceof AlwaysFalse) {
        return Optional.of(
            AxisExpressions.constant(ValueType.BOOLEAN, expression instanceof AlwaysTrue));
      }
      if (expression instanceof Literal<?> literal) {
        return type(literal.dataType())
            .map(type -> AxisExpressions.constant(type, value(literal.value())));
      }
      if (expression instanceof NamedReference reference) {
        return column(reference);
      }
      if (expression instanceof Cast cast) {
        return type(cast.dataType())
            .flatMap(
                type ->
                    translate(cast.expression())
                        .flatMap(value -> AxisExpressions.cast(value, type, zone)));
      }
      if (expression instanceof Extract extract) {
        return translate(extract.source())
            .flatMap(source -> AxisExpressions.extract(extract.field(), source, zone));
      }
      return expression instanceof GeneralScalarExpression call ? call(call) : Optional.empty();
    }

    private Optional<AxisExpression> column(NamedReference reference) {
      String[] names = reference.fieldNames();
      DimensionColumn column = names.length == 1 ? dimensions.get(names[0]) : null;
      if (column == null || (dimension >= 0 && dimension != column.dimension)) {
        return Optional.empty();
      }
      dimension = column.dimension;
      return Optional.of(AxisExpressions.axis(column.type));
    }

    private Optional<AxisExpression> call(GeneralScalarExpression call) {
      List<AxisExpression> arguments = new ArrayList<>();
      for (Expression child : call.children()) {
        Optional<AxisExpression> argument = translate(child);
        if (argument.isEmpty()) {
          return Optional.empty();
        }
        arguments.add(argument.get());
      }
      return AxisExpressions.call(call.name(), arguments);
    }
  }

  private static Optional<ValueType> type(DataType type) {
    return type instanceof DecimalType decimal
        ? Optional.of(ValueType.decimal(decimal.precision(), decimal.scale()))
        : Optional.ofNullable(TYPES.get(type));
  }

  private static Object value(Object value) {
    if (value instanceof Decimal decimal) {
      return decimal.toJavaBigDecimal();
    }
    return value instanceof UTF8String text ? text.getBytes() : value;
  }
}
