package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.IndexSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Aggregates over all selected cells that the axes alone answer: {@code count(*)}, and {@code
 * count}, {@code count(DISTINCT)}, {@code min} and {@code max} of dimension columns. No chunk is
 * read.
 */
final class GeometryAnswer {
  private final CellsPlan plan;
  private final long rows;
  private final Map<Integer, AxisSummary> summaries = new HashMap<>();

  private GeometryAnswer(CellsPlan plan) {
    this.plan = plan;
    this.rows = SelectedCells.rows(plan.selection());
  }

  /**
   * @param plan with every filter in its selection
   * @return empty when any of the aggregates needs more than axes, when there are groups, or when a
   *     count passes 2^63-1
   */
  static Optional<AnswerPlan> of(CellsPlan plan, Aggregation aggregation) {
    if (aggregation.groupByExpressions().length > 0
        || plan.isSliced()
        || SelectedCells.rows(plan.selection()) == Long.MAX_VALUE) {
      return Optional.empty();
    }
    return new GeometryAnswer(plan).answer(aggregation.aggregateExpressions());
  }

  private Optional<AnswerPlan> answer(AggregateFunc[] functions) {
    Object[] values = new Object[functions.length];
    StructType schema = new StructType();
    for (int i = 0; i < functions.length; i++) {
      String name = "a" + i;
      AggregateFunc function = functions[i];
      if (function instanceof CountStar) {
        values[i] = rows;
        schema = schema.add(name, DataTypes.LongType, false);
        continue;
      }
      Optional<Column> column = dimensionColumn(function);
      if (column.isEmpty()) {
        return Optional.empty();
      }
      AxisSummary summary = summary(column.get().dimensions().get(0));
      if (function instanceof Count count) {
        values[i] = count.isDistinct() ? distinct(summary) : present(column.get(), summary);
        schema = schema.add(name, DataTypes.LongType, false);
      } else if (function instanceof Min || function instanceof Max) {
        boolean least = function instanceof Min;
        values[i] = rows == 0 ? null : least ? summary.least() : summary.greatest();
        schema =
            schema.add(
                name,
                ColumnDataType.of(column.get().type(), plan.source().conf().timestampType()),
                true);
      } else {
        return Optional.empty();
      }
    }
    String text = "answered from axes: " + Arrays.toString(functions) + ", " + plan.describe();
    return Optional.of(new AnswerPlan(schema, List.of(Arrays.asList(values)), text));
  }

  private Optional<Column> dimensionColumn(AggregateFunc function) {
    Expression[] children = function.children();
    return children.length == 1
        ? ColumnReference.column(plan.source(), children[0])
            .filter(column -> column.role() == Column.Role.DIMENSION && !column.type().hasParts())
        : Optional.empty();
  }

  private AxisSummary summary(int dimension) {
    return summaries.computeIfAbsent(
        dimension,
        d -> {
          Axis axis = plan.source().table().axes().get(d);
          return AxisSummary.of(axis, plan.selection().get(d));
        });
  }

  private long distinct(AxisSummary summary) {
    return rows == 0 ? 0 : summary.distinct();
  }

  private long present(Column column, AxisSummary summary) {
    IndexSet indexes = plan.selection().get(column.dimensions().get(0));
    return rows == 0 ? 0 : rows / indexes.size() * summary.present();
  }
}
