package dev.sparkzarr.spark.read;

import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;

/** The same rows one by one, for engines that do not take batches. For one thread. */
final class CellRowReader implements PartitionReader<InternalRow> {
  private final CellReader batches;
  private Iterator<InternalRow> rows = Collections.emptyIterator();
  private InternalRow row;

  CellRowReader(CellReader batches) {
    this.batches = batches;
  }

  @Override
  public boolean next() {
    while (!rows.hasNext()) {
      if (!batches.next()) {
        return false;
      }
      rows = batches.get().rowIterator();
    }
    row = rows.next();
    return true;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return batches.currentMetricsValues();
  }

  @Override
  public void close() {
    batches.close();
  }
}
