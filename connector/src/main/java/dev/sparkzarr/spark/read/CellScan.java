package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.IndexSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.SupportsRuntimeV2Filtering;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A scan of cells. What was decided at planning is fixed; filters that a join brings at run time
 * narrow the selection further. For the driver's planning thread.
 */
final class CellScan implements SupportsReportStatistics, SupportsRuntimeV2Filtering, CellRange {
  private final CellsPlan plan;
  private final StructType schema;
  private final List<String> left;
  private List<IndexSet> runtimeSelection;
  private CellBatch batch;
  private Statistics statistics;

  CellScan(CellsPlan plan, StructType schema) {
    this(plan, schema, List.of());
  }

  /**
   * @param left what Spark does with the rows, and why, for explain() only
   */
  CellScan(CellsPlan plan, StructType schema, List<String> left) {
    this.plan = plan;
    this.schema = schema;
    this.left = List.copyOf(left);
    this.runtimeSelection = plan.selection();
  }

  @Override
  public StructType readSchema() {
    return schema;
  }

  @Override
  public Batch toBatch() {
    if (batch == null) {
      SparkContext spark = SparkSession.active().sparkContext();
      batch =
          new CellBatch(
              plan,
              Arrays.stream(schema.fields()).map(StructField::dataType).toList(),
              runtimeSelection,
              spark.defaultParallelism(),
              plan.source().keepsDecoded()
                  ? ExecutorHosts.of(spark)
                  : new ExecutorHosts(List.of()));
    }
    return batch;
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return ColumnarSupportMode.SUPPORTED;
  }

  @Override
  public Statistics estimateStatistics() {
    if (statistics == null) {
      statistics = CellStatistics.of(plan);
    }
    return statistics;
  }

  /** Dimension columns that the scan shows; none where rows are counted off. */
  @Override
  public NamedReference[] filterAttributes() {
    if (plan.isSliced() || plan.filter().first().isPresent()) {
      return new NamedReference[0];
    }
    return plan.columns().stream()
        .filter(column -> column.role() == Column.Role.DIMENSION)
        .map(ColumnReference::of)
        .toArray(NamedReference[]::new);
  }

  @Override
  public void filter(Predicate[] predicates) {
    // Filters at run time only save work: what cannot be evaluated here is applied by the join.
    ZarrTable source = plan.source();
    runtimeSelection =
        AxisFilters.push(source.translator(), source.table().axes(), runtimeSelection, predicates)
            .selection();
    batch = null;
  }

  @Override
  public long rows() {
    return plan.withSelection(runtimeSelection).rows();
  }

  @Override
  public Optional<List<Values>> values(List<String> columns) {
    if (plan.isSliced() || plan.isFiltered() || rows() == 0) {
      return Optional.empty();
    }
    List<String> names = List.of(schema.fieldNames());
    List<Values> values = new ArrayList<>();
    for (String name : columns) {
      int position = names.indexOf(name);
      if (position < 0 || plan.columns().get(position).role() != Column.Role.DIMENSION) {
        return Optional.empty();
      }
      int dimension = plan.columns().get(position).dimensions().get(0);
      values.add(
          new Values(plan.source().table().axes().get(dimension), runtimeSelection.get(dimension)));
    }
    return Optional.of(values);
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ScanMetrics.declared();
  }

  @Override
  public CustomTaskMetric[] reportDriverMetrics() {
    long chunks = plan.withSelection(runtimeSelection).chunks();
    return ScanMetrics.ofDriver(plan.allChunks() - chunks);
  }

  @Override
  public String description() {
    String partitions = ", partitions " + toBatch().planInputPartitions().length;
    CellsPlan narrowed = plan.withSelection(runtimeSelection);
    String above = left.stream().map(text -> ", " + text).collect(Collectors.joining());
    return narrowed.describe() + partitions + above;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CellScan that
        && plan.equals(that.plan)
        && runtimeSelection.equals(that.runtimeSelection)
        && schema.equals(that.schema);
  }

  @Override
  public int hashCode() {
    return Objects.hash(plan, runtimeSelection);
  }

  @Override
  public String toString() {
    return "zarr scan of " + plan.source().place() + Arrays.toString(schema.fieldNames());
  }
}
