package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.TableScan;
import dev.sparkzarr.dataset.aggregate.Aggregate;
import dev.sparkzarr.dataset.aggregate.AggregateScan;
import dev.sparkzarr.dataset.aggregate.AxisGroups;
import dev.sparkzarr.dataset.predicate.AxisValues;
import dev.sparkzarr.dataset.predicate.CellExpression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Avg;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.connector.expressions.aggregate.Sum;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an aggregation that partitions can compute: keys that each depend on one dimension,
 * functions of what raises no error on any cell. Anything else is Spark's, and a debug line says
 * why.
 */
final class GroupsPush {
  private static final Logger LOG = LoggerFactory.getLogger(GroupsPush.class);

  /** Who brings together what partitions give. */
  enum Merge {
    /** Spark. */
    BY_SPARK,
    /** Nobody: no group has cells in two partitions. */
    NONE
  }

  private final CellsPlan cells;
  private final Merge merge;
  private final CellTranslator translator;
  private final List<CellExpression> measures = new ArrayList<>();
  private final List<Aggregate> aggregates = new ArrayList<>();
  private final Map<Integer, List<AxisValues>> byDimension = new TreeMap<>();
  private final List<int[]> keys = new ArrayList<>();
  private StructType schema = new StructType();
  private String refusal;

  private GroupsPush(CellsPlan cells, Merge merge) {
    this.cells = cells;
    this.merge = merge;
    this.translator = new CellTranslator(cells);
  }

  /**
   * @param cells with every filter in its selection
   * @return empty when Spark has to aggregate
   */
  static Optional<GroupsPlan> of(CellsPlan cells, Aggregation aggregation, Merge merge) {
    GroupsPush push = new GroupsPush(cells, merge);
    Optional<GroupsPlan> plan = push.plan(aggregation);
    if (plan.isEmpty() && merge == Merge.BY_SPARK) {
      LOG.debug(
          "{}: Spark aggregates {} by {}: {}",
          cells.source(),
          Arrays.toString(aggregation.aggregateExpressions()),
          Arrays.toString(aggregation.groupByExpressions()),
          push.refusal);
    }
    return plan;
  }

  private Optional<GroupsPlan> plan(Aggregation aggregation) {
    if (cells.isSliced()) {
      return refuse("of a limited number of rows");
    }
    if (cells.rows() == Long.MAX_VALUE) {
      return refuse("of more cells than can be counted");
    }
    if (cells.rows() == 0 && aggregation.groupByExpressions().length == 0) {
      return refuse("of no cells at all: no partition would give the one row");
    }
    for (Expression key : aggregation.groupByExpressions()) {
      if (!add(key)) {
        return refuse("key " + key + " is not computed on one axis");
      }
    }
    for (AggregateFunc function : aggregation.aggregateExpressions()) {
      if (!add(function)) {
        return refuse(function + " is not computed here");
      }
    }
    CellExpression filter = cells.filter().translated(translator).condition();
    CellsPlan read =
        new CellsPlan(
            cells.source(),
            translator.variables(),
            cells.selection(),
            cells.filter(),
            cells.pushed(),
            0,
            Long.MAX_VALUE);
    TableScan scanned = read.tableScan();
    List<AxisGroups> axes = new ArrayList<>();
    List<Integer> dimensions = List.copyOf(byDimension.keySet());
    byDimension.forEach((dimension, values) -> axes.add(AxisGroups.of(dimension, values)));
    AggregateScan scan =
        new AggregateScan(
            new TableScan(
                scanned.axes(), scanned.selection(), translator.inputs(), scanned.settings()),
            measures,
            filter,
            axes,
            keys.stream()
                .map(key -> new AggregateScan.Key(dimensions.indexOf(key[0]), key[1]))
                .toList(),
            aggregates);
    String text =
        (merge == Merge.NONE ? "complete aggregates " : "aggregates ")
            + Arrays.toString(aggregation.aggregateExpressions())
            + " by "
            + Arrays.toString(aggregation.groupByExpressions());
    int parallelism = SparkSession.active().sparkContext().defaultParallelism();
    Optional<List<Box>> partitions =
        merge == Merge.NONE
            ? GroupBoxes.apart(read, scan, parallelism)
            : GroupBoxes.of(read, scan, parallelism);
    return partitions
        .map(boxes -> new GroupsPlan(read, text, schema, scan, boxes))
        .or(() -> refuse("a partition would have too many groups, or too many cells to add up"));
  }

  private Optional<GroupsPlan> refuse(String reason) {
    refusal = reason;
    return Optional.empty();
  }

  private boolean add(Expression key) {
    Optional<PredicateTranslator.OnAxis> onAxis = cells.source().translator().translateValue(key);
    if (onAxis.isEmpty() || !AxisGroups.supports(onAxis.get().expression().type())) {
      return false;
    }
    int dimension = onAxis.get().dimension();
    Axis axis = cells.source().table().axes().get(dimension);
    Optional<AxisValues> values =
        AxisValues.of(onAxis.get().expression(), axis, cells.selection().get(dimension));
    if (values.isEmpty()) {
      return false;
    }
    List<AxisValues> along = byDimension.computeIfAbsent(dimension, d -> new ArrayList<>());
    keys.add(new int[] {dimension, along.size()});
    along.add(values.get());
    add("k", ExpressionTypes.dataType(values.get().type()));
    return true;
  }

  private boolean add(AggregateFunc function) {
    if (function instanceof CountStar) {
      aggregates.add(Aggregate.countAll());
      add("a", ColumnDataType.of(Aggregate.countAll().type(), cells.timestamps()));
      return true;
    }
    Optional<Aggregate.Function> known = known(function);
    Optional<CellExpression> measure =
        known.flatMap(f -> translator.translate(function.children()[0]));
    Optional<ColumnType> type = measure.flatMap(found -> found.type().stored());
    if (type.isEmpty() || !Aggregate.supports(known.get(), type.get())) {
      return false;
    }
    if (!measures.contains(measure.get())) {
      measures.add(measure.get());
    }
    Aggregate aggregate = Aggregate.of(known.get(), measures.indexOf(measure.get()), type.get());
    aggregates.add(aggregate);
    add("a", resultType(aggregate, measure.get()));
    return true;
  }

  private DataType resultType(Aggregate aggregate, CellExpression measure) {
    return switch (aggregate.function()) {
      case MIN, MAX -> ExpressionTypes.dataType(measure.type());
      default -> ColumnDataType.of(aggregate.type(), cells.timestamps());
    };
  }

  private Optional<Aggregate.Function> known(AggregateFunc function) {
    if (function.children().length != 1) {
      return Optional.empty();
    }
    if (function instanceof Sum sum && !sum.isDistinct()) {
      return Optional.of(Aggregate.Function.SUM);
    }
    if (function instanceof Count count && !count.isDistinct()) {
      return Optional.of(Aggregate.Function.COUNT);
    }
    if (function instanceof Avg avg && !avg.isDistinct()) {
      return merge == Merge.NONE ? Optional.of(Aggregate.Function.AVG) : Optional.empty();
    }
    if (function instanceof Min) {
      return Optional.of(Aggregate.Function.MIN);
    }
    return function instanceof Max ? Optional.of(Aggregate.Function.MAX) : Optional.empty();
  }

  private void add(String prefix, DataType type) {
    schema = schema.add(prefix + schema.size(), type, true);
  }
}
