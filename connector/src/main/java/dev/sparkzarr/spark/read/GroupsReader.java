package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.aggregate.AggregateReader;
import dev.sparkzarr.dataset.aggregate.AggregateScan;
import dev.sparkzarr.spark.read.vector.TileVector;
import dev.sparkzarr.store.stack.StorePlan;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Gives a partition's groups in batches. The store is opened on the task's thread, once. For one
 * thread, except that {@link #close} may come from another.
 */
final class GroupsReader implements PartitionReader<ColumnarBatch> {
  private final PartitionStore<AggregateReader> store;
  private final AggregateReader groups;
  private final TileVector[] vectors;
  private final ColumnarBatch batch;

  private GroupsReader(PartitionStore<AggregateReader> store, List<DataType> types) {
    this.store = store;
    this.groups = store.reader();
    this.vectors = new TileVector[types.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = TileVector.of(types.get(i), groups.column(i));
    }
    this.batch = new ColumnarBatch(vectors.clone());
  }

  /**
   * Opens a partition. Within a task, the end of the task closes it, whatever way the task ends.
   */
  static GroupsReader open(StorePlan plan, AggregateScan scan, List<DataType> types, Box box) {
    return new GroupsReader(
        PartitionStore.open(
            plan,
            (store, counters) -> AggregateReader.open(store, scan, box, counters),
            AggregateReader::close),
        types);
  }

  @Override
  public boolean next() {
    if (!groups.next()) {
      return false;
    }
    for (TileVector vector : vectors) {
      vector.moveTo(0, groups.rows());
    }
    batch.setNumRows(groups.rows());
    return true;
  }

  @Override
  public ColumnarBatch get() {
    return batch;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return Stream.of(
            store.metrics(),
            ScanMetrics.ofGroups(store.counters(), groups.reduced(), groups.given()))
        .flatMap(Arrays::stream)
        .toArray(CustomTaskMetric[]::new);
  }

  @Override
  public void close() {
    store.close();
  }
}
