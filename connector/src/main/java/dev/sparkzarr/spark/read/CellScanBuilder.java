package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.IndexSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownOffset;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownTopN;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what Spark offers for one scan, as far as it can be done exactly, and hands the rest back.
 * Spark offers filters first, then aggregates, then orders, limits and offsets, then columns. For
 * the driver's planning thread.
 */
final class CellScanBuilder
    implements SupportsPushDownV2Filters,
        SupportsPushDownRequiredColumns,
        SupportsPushDownAggregates,
        SupportsPushDownLimit,
        SupportsPushDownOffset,
        SupportsPushDownTopN {
  private static final Logger LOG = LoggerFactory.getLogger(CellScanBuilder.class);

  private final ZarrTable source;
  private final List<String> pushed = new ArrayList<>();
  private StructType schema;
  private List<IndexSet> selection;
  private Predicate[] pushedPredicates = new Predicate[0];

  /** What the scan evaluates itself for every cell. */
  private CellFilter filter = CellFilter.NONE;

  /** Whether Spark still filters the rows of this scan. */
  private boolean isFiltering;

  private Optional<AnswerPlan> answer = Optional.empty();
  private Optional<GroupsPlan> groups = Optional.empty();

  /** Whether Spark was told of an aggregation that it need not do at all. */
  private boolean isComplete;

  private final KeyNumbering numbering;

  /** What Spark does above the scan, and why, for explain(). */
  private final List<String> left = new ArrayList<>();

  private long offset;
  private long limit = Long.MAX_VALUE;
  private boolean isPartiallyPushed;

  CellScanBuilder(ZarrTable source) {
    this.source = source;
    this.schema = source.schema();
    this.selection = CellsPlan.all(source, List.of()).selection();
    this.numbering = new KeyNumbering(source.table().axes());
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    AxisFilters axes =
        AxisFilters.push(source.translator(), source.table().axes(), selection, predicates);
    selection = axes.selection();
    ValueFilters values = ValueFilters.of(cells(List.of()), axes.residual());
    filter = values.taken();
    pushedPredicates =
        Stream.concat(axes.handled().stream(), filter.predicates().stream())
            .toArray(Predicate[]::new);
    for (Predicate predicate : pushedPredicates) {
      pushed.add(predicate.toString());
    }
    isFiltering = !values.residual().isEmpty();
    if (isFiltering) {
      left.add("filters " + values.residual() + " left to Spark");
    }
    return values.residual().toArray(Predicate[]::new);
  }

  @Override
  public Predicate[] pushedPredicates() {
    return pushedPredicates.clone();
  }

  @Override
  public boolean supportCompletePushDown(Aggregation aggregation) {
    boolean isDone =
        geometry(aggregation).isPresent()
            || groups(aggregation, GroupsPush.Merge.NONE).plan().isPresent();
    isComplete |= isDone;
    return isDone;
  }

  /** Plans anew: an answer to another aggregation than the one that was asked for is never used. */
  @Override
  public boolean pushAggregation(Aggregation aggregation) {
    answer = geometry(aggregation);
    if (answer.isEmpty()) {
      // once Spark was told that it need not merge, nothing that it would have to is given
      GroupsPush.Outcome push =
          groups(aggregation, isComplete ? GroupsPush.Merge.NONE : GroupsPush.Merge.BY_SPARK);
      groups = push.plan();
      if (groups.isEmpty()) {
        leave(aggregation, push.refusal());
      }
    }
    return isAggregated();
  }

  private void leave(Aggregation aggregation, String reason) {
    String text =
        "aggregates "
            + Arrays.toString(aggregation.aggregateExpressions())
            + " by "
            + Arrays.toString(aggregation.groupByExpressions())
            + " left to Spark: "
            + reason;
    LOG.debug("{}: {}", source, text);
    left.add(text);
  }

  private GroupsPush.Outcome groups(Aggregation aggregation, GroupsPush.Merge merge) {
    if (!source.conf().aggregatePushdown()) {
      return GroupsPush.Outcome.refused("aggregatePushdown is false");
    }
    return isFiltering
        ? GroupsPush.Outcome.refused("Spark filters before")
        : GroupsPush.of(cells(List.of()), aggregation, merge, numbering);
  }

  private boolean isAggregated() {
    return answer.isPresent() || groups.isPresent();
  }

  private Optional<AnswerPlan> geometry(Aggregation aggregation) {
    return isFiltering || !filter.isNone() || !source.conf().aggregatePushdown()
        ? Optional.empty()
        : GeometryAnswer.of(cells(List.of()), aggregation);
  }

  @Override
  public boolean pushLimit(int rows) {
    if (isFiltering || !filter.isNone() || isAggregated()) {
      return false;
    }
    limit = rows;
    isPartiallyPushed = false;
    return true;
  }

  @Override
  public boolean pushOffset(int rows) {
    if (isFiltering || !filter.isNone() || isAggregated()) {
      return false;
    }
    offset = rows;
    return true;
  }

  @Override
  public boolean pushTopN(SortOrder[] orders, int rows) {
    CellsPlan all = cells(List.of());
    if (isFiltering || isAggregated() || all.isSliced()) {
      return false;
    }
    List<SortOrder> order = List.of(orders);
    TopCells.Narrowed narrowed =
        TopCells.of(source, selection, order, filter.isNone() ? rows : Long.MAX_VALUE);
    Optional<CellFilter> first =
        isByValue(narrowed.open())
            ? ValueFilters.first(
                all.withSelection(narrowed.selection()), new FirstRows(narrowed.open(), rows))
            : Optional.empty();
    if (first.isEmpty() && narrowed.selection().equals(selection)) {
      return false;
    }
    selection = narrowed.selection();
    filter = first.orElse(filter);
    isPartiallyPushed = true;
    pushed.add("first " + rows + (first.isEmpty() ? "" : " of each partition") + " by " + order);
    return true;
  }

  /** Whether rows are to be told apart by their cells: by axes alone where that narrows nothing. */
  private boolean isByValue(List<SortOrder> open) {
    return !open.isEmpty()
        && (!filter.isNone()
            || ColumnReference.dimension(source, open.get(0).expression()).isEmpty());
  }

  /**
   * Limits are kept exactly; of an order what cannot be among the first is left out, and Spark
   * still sorts.
   */
  @Override
  public boolean isPartiallyPushed() {
    return isPartiallyPushed;
  }

  @Override
  public void pruneColumns(StructType required) {
    schema = required;
  }

  @Override
  public Scan build() {
    if (answer.isPresent()) {
      return LocalRows.of(answer.get());
    }
    if (groups.isPresent()) {
      return new GroupsScan(groups.get());
    }
    List<Column> columns = Arrays.stream(schema.fieldNames()).map(source::column).toList();
    CellsPlan plan = cells(columns);
    if (plan.rows() == Long.MAX_VALUE) {
      throw new DatasetException(
          "Cannot read "
              + source.place()
              + ": the selection has 2^63-1 rows or more, which Spark cannot count. Select a part"
              + " by conditions on its dimensions.");
    }
    return new CellScan(plan, schema, left);
  }

  private CellsPlan cells(List<Column> columns) {
    return new CellsPlan(source, columns, selection, filter, pushed, offset, limit);
  }
}
