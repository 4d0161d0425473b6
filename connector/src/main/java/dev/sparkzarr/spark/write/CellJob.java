package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.block.BlockPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * The job that writes cells: rows become blocks where they are, a shuffle brings the blocks of each
 * stored object together, and one task assembles, encodes and puts it.
 */
final class CellJob {
  private CellJob() {}

  /**
   * Blocks by the number of their object, those of one object together. Objects of which one task
   * has all cells are stored by it, when the blocks are asked for.
   *
   * @param task for all tasks
   */
  static JavaPairRDD<Long, byte[]> blocks(
      JavaSparkContext context, Dataset<Row> data, SharedTask task, WriteMetrics metrics) {
    BlockPlan plan = task.get().plan();
    ObjectPartitioner partitioner =
        ObjectPartitioner.of(
            plan.objects(), plan.decodedBytes(), context.sc().defaultParallelism());
    Optional<JavaRDD<ColumnarBatch>> columns = RowSource.columns(data);
    JavaPairRDD<Long, byte[]> blocks =
        columns.isPresent()
            ? columns
                .get()
                .mapPartitionsToPair(
                    batches -> BlockIterator.ofBatches(task.get(), metrics, batches))
            : RowSource.of(data)
                .mapPartitionsToPair(rows -> BlockIterator.ofRows(task.get(), metrics, rows));
    return blocks.repartitionAndSortWithinPartitions(partitioner, Comparator.<Long>naturalOrder());
  }

  /**
   * Writes every object.
   *
   * @return cells that rows gave, for each group of the plan
   */
  static long[] write(JavaPairRDD<Long, byte[]> blocks, SharedTask task, WriteMetrics metrics) {
    int partitions = blocks.getNumPartitions();
    return sum(
        task,
        blocks.mapPartitionsWithIndex(
            (partition, share) ->
                List.of(ObjectTask.run(task.get(), metrics, partition, partitions, share))
                    .iterator(),
            true));
  }

  /**
   * Assembles every object, to see that it can be, and puts none.
   *
   * @param blocks whose shuffled files then serve {@link #write}
   * @return cells that rows gave, for each group of the plan
   */
  static long[] check(JavaPairRDD<Long, byte[]> blocks, SharedTask task) {
    return sum(
        task, blocks.mapPartitions(share -> List.of(CheckTask.run(task.get(), share)).iterator()));
  }

  private static long[] sum(SharedTask task, JavaRDD<long[]> reports) {
    long[] cells = new long[task.get().plan().groups().size()];
    for (long[] report : reports.collect()) {
      for (int i = 0; i < cells.length; i++) {
        cells[i] += report[i];
      }
    }
    return cells;
  }
}
