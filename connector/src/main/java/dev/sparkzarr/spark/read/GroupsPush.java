package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.TableScan;
import dev.sparkzarr.dataset.aggregate.AggregateScan;
import dev.sparkzarr.dataset.predicate.CellExpression;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Takes an aggregation that partitions can compute: keys that {@link GroupKeys} finds a source of,
 * functions of what raises no error on any cell. Anything else is Spark's, and it is said why.
 */
final class GroupsPush {
  /** Who brings together what partitions give. */
  enum Merge {
    /** Spark. */
    BY_SPARK,
    /** Nobody: no group has cells in two partitions. */
    NONE
  }

  /**
   * What came of an aggregation.
   *
   * @param plan empty when Spark has to aggregate
   * @param refusal why it has to, for the user; empty when it has not
   */
  record Outcome(Optional<GroupsPlan> plan, String refusal) {
    static Outcome refused(String reason) {
      return new Outcome(Optional.empty(), reason);
    }
  }

  private final CellsPlan cells;
  private final Merge merge;
  private final CellTranslator translator;
  private final GroupFunctions functions;
  private final KeyNumbering numbering;
  private final GroupKeys keys;
  private StructType schema = new StructType();
  private String refusal = "";

  private GroupsPush(CellsPlan cells, Merge merge, KeyNumbering numbering) {
    this.cells = cells;
    this.merge = merge;
    this.numbering = numbering;
    this.translator = new CellTranslator(cells);
    this.functions = new GroupFunctions(cells, merge, translator);
    this.keys = new GroupKeys(cells, translator);
  }

  /**
   * @param cells with every filter in its selection
   * @param numbering of the table's axes
   */
  static Outcome of(CellsPlan cells, Aggregation aggregation, Merge merge, KeyNumbering numbering) {
    GroupsPush push = new GroupsPush(cells, merge, numbering);
    Optional<GroupsPlan> plan = push.plan(aggregation);
    return plan.isPresent() ? new Outcome(plan, "") : Outcome.refused(push.refusal);
  }

  private Optional<GroupsPlan> plan(Aggregation aggregation) {
    if (cells.isSliced()) {
      return refuse("the number of rows is limited before they are aggregated");
    }
    if (cells.rows() == Long.MAX_VALUE) {
      return refuse("there are 2^63-1 cells or more; select fewer by conditions on dimensions");
    }
    if (cells.rows() == 0 && aggregation.groupByExpressions().length == 0) {
      return refuse("no cell is selected, and Spark gives one row all the same");
    }
    for (Expression key : aggregation.groupByExpressions()) {
      Optional<String> reason = keys.add(key);
      if (reason.isPresent()) {
        return refuse(reason.get());
      }
    }
    keys.types().forEach(type -> add("k", ExpressionTypes.dataType(type)));
    Optional<GroupKeys.Found> found = keys.find(numbering);
    if (found.isEmpty()) {
      return refuse("a key could raise an error for a value of its dimension, or has too many");
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
    AggregateScan scan =
        new AggregateScan(
            new TableScan(
                scanned.axes(), scanned.selection(), translator.inputs(), scanned.settings()),
            functions.measures(),
            filter,
            found.get().axes(),
            found.get().cellKeys(),
            found.get().keys(),
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
        .or(() -> refuse(whyNoPartitions()));
  }

  private Optional<GroupsPlan> refuse(String reason) {
    refusal = reason;
    return Optional.empty();
  }

  private String whyNoPartitions() {
    return merge == Merge.NONE
        ? "groups have cells in several partitions"
        : "a task would have more groups than it has room for, or more integers to add up than 64"
            + " bits hold; group by fewer keys, or select fewer cells";
  }

  private void add(String prefix, DataType type) {
    schema = schema.add(prefix + schema.size(), type, true);
  }
}
