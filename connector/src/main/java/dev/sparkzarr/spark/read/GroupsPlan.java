package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.aggregate.AggregateScan;
import dev.sparkzarr.dataset.aggregate.CellKeys;
import dev.sparkzarr.dataset.predicate.CellExpression;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.types.StructType;

/**
 * Aggregates the cells of a selection: each partition gives a row for every group that it has cells
 * of, and Spark merges them.
 *
 * @param cells what is read: the columns that aggregates are of
 * @param text keys and aggregates, for explain(); tells plans of the same cells apart
 * @param schema keys, then aggregates
 * @param scan for executors
 * @param boxes the partitions
 */
record GroupsPlan(
    CellsPlan cells, String text, StructType schema, AggregateScan scan, List<Box> boxes)
    implements ScanPlan {
  GroupsPlan {
    boxes = List.copyOf(boxes);
  }

  /**
   * @return groups that all partitions give, at most
   */
  double groups() {
    return boxes.stream().mapToDouble(scan::groups).sum();
  }

  @Override
  public String describe() {
    return text + " in kernels, " + cells.describe() + ", partitions " + boxes.size();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupsPlan that
        && cells.equals(that.cells)
        && text.equals(that.text)
        && schema.equals(that.schema)
        && scan.measures().equals(that.scan.measures()) // texts do not tell the types of constants
        && expressions(scan).equals(expressions(that.scan))
        && scan.aggregates().equals(that.scan.aggregates());
  }

  private static List<List<CellExpression>> expressions(AggregateScan scan) {
    return scan.cellKeys().stream().map(CellKeys::expressions).toList();
  }

  @Override
  public int hashCode() {
    return Objects.hash(cells, text);
  }
}
