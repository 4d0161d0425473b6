package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.block.BlockGatherer;
import dev.sparkzarr.dataset.block.BlockPlan;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.Tuple2;

/**
 * A task's rows as blocks, by the number of their stored object; of objects that are whole here
 * they are stored, and marked as such. For one thread at a time.
 */
final class BlockIterator implements Iterator<Tuple2<Long, byte[]>> {
  /** Bytes of blocks in memory, about; of these as many again while they leave. */
  private static final long BUDGET = 48L << 20;

  private final WholeObjects whole;
  private final BlockGatherer gatherer;
  private final CellFeed feed;
  private boolean isDone;

  /** What gives cells to the groups, given where rows say where they belong. */
  @FunctionalInterface
  private interface Feeds {
    CellFeed of(IndexLookup[] dimensions, GroupCells[] groups);
  }

  private BlockIterator(WriteTask task, WriteMetrics metrics, Feeds feeds) {
    BlockPlan plan = task.plan();
    this.whole = new WholeObjects(task, metrics);
    this.gatherer = new BlockGatherer(plan, BUDGET, whole::mayHave);
    IndexLookup[] dimensions = new IndexLookup[plan.axes().size()];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = IndexLookup.of(plan.place(), task.dimensions().get(i), plan.axes().get(i));
    }
    GroupCells[] groups = new GroupCells[plan.groups().size()];
    for (int i = 0; i < groups.length; i++) {
      groups[i] =
          new GroupCells(gatherer.groups().get(i), plan.groups().get(i).members(), task.types());
    }
    this.feed = feeds.of(dimensions, groups);
  }

  static BlockIterator ofRows(WriteTask task, WriteMetrics metrics, Iterator<InternalRow> rows) {
    return new BlockIterator(
        task, metrics, (dimensions, groups) -> new RowFeed(rows, dimensions, groups));
  }

  static BlockIterator ofBatches(
      WriteTask task, WriteMetrics metrics, Iterator<ColumnarBatch> batches) {
    return new BlockIterator(
        task, metrics, (dimensions, groups) -> new BatchFeed(batches, dimensions, groups));
  }

  @Override
  public boolean hasNext() {
    while (!gatherer.hasBlock() && !isDone) {
      gather();
    }
    boolean hasBlock = gatherer.hasBlock();
    if (!hasBlock) {
      whole.end();
    }
    return hasBlock;
  }

  private void gather() {
    while (feed.hasNext()) {
      feed.take();
      gatherer.endRow();
      if (gatherer.hasBlock()) {
        return;
      }
    }
    gatherer.end();
    isDone = true;
  }

  @Override
  public Tuple2<Long, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    long number = gatherer.number();
    boolean isWhole = gatherer.isWhole();
    byte[] block = gatherer.take();
    return new Tuple2<>(number, isWhole ? whole.put(number, block) : block);
  }
}
