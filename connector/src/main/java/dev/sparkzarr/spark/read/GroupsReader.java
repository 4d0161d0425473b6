package dev.sparkzarr.spark.read;

import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.aggregate.AggregateReader;
import dev.sparkzarr.dataset.aggregate.AggregateScan;
import dev.sparkzarr.spark.read.vector.TileVector;
import dev.sparkzarr.store.stack.StorePlan;
import dev.sparkzarr.store.stack.StoreStack;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Gives a partition's groups in batches. The store is opened on the task's thread, once. For one
 * thread, except that {@link #close} may come from another.
 */
final class GroupsReader implements PartitionReader<ColumnarBatch> {
  private final StoreStack store;
  private final AggregateReader groups;
  private final TileVector[] vectors;
  private final ColumnarBatch batch;
  private final ReadCounters counters;

  private GroupsReader(
      StoreStack store, AggregateReader groups, List<DataType> types, ReadCounters counters) {
    this.store = store;
    this.groups = groups;
    this.counters = counters;
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
    ReadCounters counters = new ReadCounters();
    StoreStack store = plan.open();
    GroupsReader reader;
    try {
      AggregateReader groups = AggregateReader.open(store.store(), scan, box, counters);
      reader = new GroupsReader(store, groups, types, counters);
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
    TaskContext task = TaskContext.get();
    if (task != null) {
      Future<?> watch = KillWatch.over(task, reader.groups::close);
      task.addTaskCompletionListener(
          (TaskCompletionListener)
              context -> {
                watch.cancel(false);
                reader.close();
              });
    }
    return reader;
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
    return ScanMetrics.ofTask(counters, store.counts());
  }

  @Override
  public void close() {
    try {
      groups.close();
    } finally {
      store.close();
    }
  }
}
