package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.IndexSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.colstats.ColumnStatistics;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What the optimizer is told of a scan: exact rows, decoded bytes of the projected columns (never
 * stored bytes), and the range of each dimension column.
 */
record CellStatistics(
    OptionalLong sizeInBytes,
    OptionalLong numRows,
    Map<NamedReference, ColumnStatistics> columnStats)
    implements Statistics {
  /** Longer axes are not summarised: planning stays quick. */
  private static final long LONGEST_AXIS = 1 << 20;

  static CellStatistics of(CellsPlan plan) {
    return new CellStatistics(
        OptionalLong.of(Math.max(1, plan.bytes())), OptionalLong.of(plan.rows()), columns(plan));
  }

  private static Map<NamedReference, ColumnStatistics> columns(CellsPlan plan) {
    Map<NamedReference, ColumnStatistics> statistics = new HashMap<>();
    for (Column column : plan.columns()) {
      if (column.role() == Column.Role.DIMENSION && !plan.isSliced() && !column.type().hasParts()) {
        int dimension = column.dimensions().get(0);
        Axis axis = plan.source().table().axes().get(dimension);
        IndexSet indexes = plan.selection().get(dimension);
        if (axis.isIndex() || indexes.size() <= LONGEST_AXIS) {
          AxisSummary summary = AxisSummary.of(axis, indexes);
          long cellsPerIndex =
              indexes.isEmpty() ? 0 : SelectedCells.rows(plan.selection()) / indexes.size();
          long missing = SelectedCells.times(indexes.size() - summary.present(), cellsPerIndex);
          statistics.put(ColumnReference.of(column), Range.of(summary, missing));
        }
      }
    }
    return statistics;
  }

  /** Statistics of one dimension column. */
  private record Range(
      OptionalLong distinctCount,
      Optional<Object> min,
      Optional<Object> max,
      OptionalLong nullCount)
      implements ColumnStatistics {
    static Range of(AxisSummary summary, long missing) {
      return new Range(
          OptionalLong.of(summary.distinct()),
          number(summary.least()),
          number(summary.greatest()),
          OptionalLong.of(missing));
    }

    /** Spark's estimates take numbers only. */
    private static Optional<Object> number(Object value) {
      return Optional.ofNullable(value)
          .filter(found -> !(found instanceof UTF8String || found instanceof byte[]));
    }
  }
}
