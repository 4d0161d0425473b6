package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.aggregate.Aggregate;
import dev.sparkzarr.dataset.predicate.CellExpression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Avg;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.GeneralAggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.connector.expressions.aggregate.Sum;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The functions of one aggregation, as partitions compute them. For the planning thread. */
final class GroupFunctions {
  /** Whether variances of one value are NaN, as they were once, and not NULL. */
  private static final String NAN_OF_ONE = "spark.sql.legacy.statisticalAggregate";

  private final CellsPlan cells;
  private final GroupsPush.Merge merge;
  private final CellTranslator translator;
  private final List<CellExpression> measures = new ArrayList<>();
  private final List<Aggregate> aggregates = new ArrayList<>();
  private final List<DataType> types = new ArrayList<>();

  /**
   * @param merge who merges what partitions give: Spark does not merge all functions
   * @param translator that the columns of measures are added to
   */
  GroupFunctions(CellsPlan cells, GroupsPush.Merge merge, CellTranslator translator) {
    this.cells = cells;
    this.merge = merge;
    this.translator = translator;
  }

  /**
   * Takes a function.
   *
   * @return why it is not computed; empty when it is
   */
  Optional<String> add(AggregateFunc function) {
    if (function instanceof CountStar) {
      take(Aggregate.countAll());
      return Optional.empty();
    }
    Optional<Aggregate.Function> known = known(function);
    if (known.isEmpty()) {
      return Optional.of(
          function
              + " is not among the functions that partitions compute"
              + (merge == GroupsPush.Merge.NONE ? "" : " and Spark merges"));
    }
    if (known.get() == Aggregate.Function.COUNT_DISTINCT) {
      Optional<CellTranslator.Numbered> numbered = translator.numbered(function.children()[0]);
      if (numbered.isPresent()) {
        take(Aggregate.countDistinct(position(numbered.get().numbers()), numbered.get().codes()));
        return Optional.empty();
      }
    }
    List<Integer> positions = new ArrayList<>();
    for (Expression child : function.children()) {
      Optional<CellExpression> measure = translator.translate(child);
      if (measure.isEmpty()) {
        return Optional.of(
            function
                + " is of an expression that is not computed here, or could fail on some cell");
      }
      Optional<ColumnType> type = measure.get().type().stored();
      if (type.isEmpty() || !Aggregate.supports(known.get(), type.get())) {
        return Optional.of(function + whyNot(known.get(), measure.get()));
      }
      positions.add(position(measure.get()));
    }
    CellExpression first = measures.get(positions.get(0));
    take(
        positions.size() == 2
            ? Aggregate.ofTwo(known.get(), positions.get(0), positions.get(1))
            : Aggregate.of(known.get(), positions.get(0), first.type().stored().orElseThrow()));
    return Optional.empty();
  }

  private int position(CellExpression measure) {
    if (!measures.contains(measure)) {
      measures.add(measure);
    }
    return measures.indexOf(measure);
  }

  private void take(Aggregate aggregate) {
    aggregates.add(aggregate);
    types.add(
        switch (aggregate.function()) {
          case MIN, MAX -> ExpressionTypes.dataType(measures.get(aggregate.measure()).type());
          default -> ColumnDataType.of(aggregate.type(), cells.timestamps());
        });
  }

  private static String whyNot(Aggregate.Function function, CellExpression measure) {
    DataType type = ExpressionTypes.dataType(measure.type());
    return (function == Aggregate.Function.SUM || function == Aggregate.Function.AVG)
            && type.equals(DataTypes.LongType)
        ? " could overflow 64 bits; cast to DOUBLE where that is exact enough"
        : " is of type " + type.sql() + ", which is not computed here";
  }

  private Optional<Aggregate.Function> known(AggregateFunc function) {
    int children = function.children().length;
    if (children == 2 && function instanceof GeneralAggregateFunc two && !two.isDistinct()) {
      return named(two.name(), "COVAR_POP", "COVAR_SAMP", "CORR")
          .map(found -> found == Aggregate.Function.CORR ? correlation() : found);
    }
    if (children != 1) {
      return Optional.empty();
    }
    if (function instanceof Sum sum && !sum.isDistinct()) {
      return Optional.of(Aggregate.Function.SUM);
    }
    if (function instanceof Count count) {
      return count.isDistinct()
          ? complete(Aggregate.Function.COUNT_DISTINCT)
          : Optional.of(Aggregate.Function.COUNT);
    }
    if (function instanceof Avg avg && !avg.isDistinct()) {
      return complete(Aggregate.Function.AVG);
    }
    if (function instanceof GeneralAggregateFunc one && !one.isDistinct()) {
      return named(one.name(), "VAR_POP", "VAR_SAMP", "STDDEV_POP", "STDDEV_SAMP");
    }
    if (function instanceof Min) {
      return Optional.of(Aggregate.Function.MIN);
    }
    return function instanceof Max ? Optional.of(Aggregate.Function.MAX) : Optional.empty();
  }

  /** What Spark does not merge from rows of groups. */
  private Optional<Aggregate.Function> complete(Aggregate.Function function) {
    return Optional.of(function).filter(known -> merge == GroupsPush.Merge.NONE);
  }

  /** Spark divides by zero where a measure does not vary, and what comes of it depends. */
  private static Aggregate.Function correlation() {
    return Boolean.parseBoolean(SparkSession.active().conf().get("spark.sql.ansi.enabled"))
        ? Aggregate.Function.STRICT_CORR
        : Aggregate.Function.CORR;
  }

  private Optional<Aggregate.Function> named(String name, String... names) {
    return Arrays.asList(names).contains(name)
            && !Boolean.parseBoolean(SparkSession.active().conf().get(NAN_OF_ONE, "false"))
        ? complete(Aggregate.Function.valueOf(name))
        : Optional.empty();
  }

  /**
   * @return what functions are of
   */
  List<CellExpression> measures() {
    return measures;
  }

  /**
   * @return one for each function
   */
  List<Aggregate> aggregates() {
    return aggregates;
  }

  /**
   * @return the type of each function's result
   */
  List<DataType> types() {
    return types;
  }
}
