package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.block.IndexWindow;
import java.io.Serializable;
import org.apache.spark.sql.types.DataType;

/**
 * Where a row says where it belongs along one dimension. Immutable; travels to executors.
 *
 * @param column position in the row
 * @param columnName for messages
 * @param type of the column
 * @param axisSource where the axis is from, which is what a value that is not on it means
 * @param start of the indexes that are written
 * @param stop behind them
 */
record RowDimension(
    int column, String columnName, DataType type, AxisSource axisSource, long start, long stop)
    implements Serializable {
  /** Where an axis is from. */
  enum AxisSource {
    /** A pass over the same rows. */
    ROWS,
    /** An option. */
    OPTION,
    /** The table that is there. */
    TABLE
  }

  IndexWindow window() {
    return new IndexWindow(start, stop);
  }
}
