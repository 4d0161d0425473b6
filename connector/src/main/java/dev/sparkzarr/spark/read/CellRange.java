package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.IndexSet;
import java.util.List;
import java.util.Optional;

/**
 * Scans whose rows are known before they run: one for each combination of values of the dimensions.
 */
public interface CellRange {
  /**
   * The values of a dimension that rows have.
   *
   * @param axis all of them
   * @param indexes of those that rows have; at least one
   */
  record Values(Axis axis, IndexSet indexes) {}

  /**
   * @return how many rows there are
   */
  long rows();

  /**
   * @param columns of the scan, by name
   * @return the values of each, in order; empty where one is no dimension's, where there are no
   *     rows, and where rows are counted off
   */
  Optional<List<Values>> values(List<String> columns);
}
