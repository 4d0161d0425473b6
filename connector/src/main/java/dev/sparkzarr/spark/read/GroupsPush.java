package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.TableScan;
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
  private final GroupFunctions functions;
  private final Map<Integer, List<AxisValues>> byDimension = new TreeMap<>();
  private final List<int[]> keys = new ArrayList<>();
  private StructType schema = new StructType();
  private String refusal;

  private GroupsPush(CellsPlan cells, Merge merge) {
    this.cells = cells;
    this.merge = merge;
    this.translator = new CellTranslator(cells);
    this.functions = new GroupFunctions(cells, merge, translator);
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
      Optional<String> reason = functions.add(function);
      if (reason.isPresent()) {
        return refuse(reason.get());
      }
    }
    functions.types().forEach(type -> add("a", type));
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
            functions.measures(),
            filter,
            axes,
            keys.stream()
                .map(key -> new AggregateScan.Key(dimensions.indexOf(key[0]), key[1]))
                .toList(),
            functions.aggregates());
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

  private void add(String prefix, DataType type) {
    schema = schema.add(prefix + schema.size(), type, true);
  }
}
