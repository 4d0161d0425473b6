package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.predicate.CellExpression;
import dev.sparkzarr.dataset.predicate.CellExpressions;
import dev.sparkzarr.dataset.predicate.ValueType;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.types.StructField;

/**
 * From Spark's connector expressions to expressions over one axis. Every node that is not known to
 * mean the same here leaves its whole predicate untranslated. Immutable.
 */
final class PredicateTranslator {
  private final Map<String, DimensionColumn> dimensions = new HashMap<>();
  private final Optional<ZoneId> zone;

  private record DimensionColumn(int dimension, ValueType type) {}

  /**
   * An expression on one axis, or on none.
   *
   * @param dimension position of its dimension; -1 when it names no column
   * @param expression of a predicate of type BOOLEAN
   */
  record OnAxis(int dimension, CellExpression expression) {}

  /**
   * @param columns of the dimensions, in order, as Spark knows them
   * @param zone of the session; empty when it is not known for sure
   */
  PredicateTranslator(List<StructField> columns, Optional<ZoneId> zone) {
    this.zone = zone;
    for (int dimension = 0; dimension < columns.size(); dimension++) {
      StructField column = columns.get(dimension);
      int position = dimension;
      ExpressionTypes.of(column.dataType())
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

  /** One walk through a tree, which remembers the dimension that it met. */
  private final class Walk {
    private int dimension = -1;

    private Optional<CellExpression> translate(Expression expression) {
      return new ExpressionWalk(zone, this::column).translate(expression);
    }

    private Optional<CellExpression> column(Expression expression) {
      if (!(expression instanceof NamedReference reference)) {
        return Optional.empty();
      }
      String[] names = reference.fieldNames();
      DimensionColumn column = names.length == 1 ? dimensions.get(names[0]) : null;
      if (column == null || (dimension >= 0 && dimension != column.dimension)) {
        return Optional.empty();
      }
      dimension = column.dimension;
      return Optional.of(CellExpressions.axis(column.type));
    }
  }

  /**
   * @return the zone of the session; empty when it is not known for sure
   */
  Optional<ZoneId> zone() {
    return zone;
  }
}
