package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.block.ObjectAssembler;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Stores objects of which one task's rows give every cell, where these rows are: what is left for
 * the shuffle is a mark. The store is opened when the first of them is there, and closed with the
 * task. For one thread.
 */
final class WholeObjects {
  private final WriteTask task;
  private final WriteMetrics metrics;
  private final ObjectAssembler assembler;
  private ObjectPuts puts;
  private boolean isCounted;

  WholeObjects(WriteTask task, WriteMetrics metrics) {
    this.task = task;
    this.metrics = metrics;
    this.assembler = new ObjectAssembler(task.plan());
  }

  /**
   * Whether an object may be stored here. Not in a job that looks at all cells before it touches
   * anything, and not where something of the object stays.
   */
  boolean mayHave(long number) {
    return !task.isInPlace() && (task.kept().isEmpty() || puts().isNew(number));
  }

  /**
   * Stores an object.
   *
   * @param block all its cells
   * @return what the shuffle carries in place of the block
   * @throws dev.sparkzarr.dataset.DatasetException when a cell is given twice
   */
  byte[] put(long number, byte[] block) {
    assembler.begin(number);
    assembler.add(block);
    puts().put(assembler);
    return assembler.mark();
  }

  private ObjectPuts puts() {
    if (puts == null) {
      puts = ObjectPuts.open(task);
      TaskContext context = TaskContext.get();
      if (context != null) {
        context.addTaskCompletionListener((TaskCompletionListener) ended -> puts.close());
      }
    }
    return puts;
  }

  /** Says that there are no more; does nothing the second time. */
  void end() {
    if (puts != null && !isCounted) {
      metrics.add(puts.counters());
      isCounted = true;
    }
  }
}
