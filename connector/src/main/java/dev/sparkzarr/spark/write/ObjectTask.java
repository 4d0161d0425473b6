package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.block.ObjectAssembler;
import java.util.Iterator;
import scala.Tuple2;

/**
 * One task's share of the stored objects: assembled, encoded and put, one after the other, but for
 * those that are stored already.
 */
final class ObjectTask {
  private final WriteTask task;
  private final ObjectPuts puts;
  private final ObjectAssembler assembler;
  private final long[] cells;

  private ObjectTask(WriteTask task, ObjectPuts puts) {
    this.task = task;
    this.puts = puts;
    this.assembler = new ObjectAssembler(task.plan());
    this.cells = new long[task.plan().groups().size()];
  }

  /**
   * Opens the store, once, on the task's thread.
   *
   * @param partition which share it is
   * @param partitions how many shares there are: objects are dealt out by number
   * @param blocks those of one object together
   * @return cells that rows gave, for each group of the plan
   */
  static long[] run(
      WriteTask task,
      WriteMetrics metrics,
      int partition,
      int partitions,
      Iterator<Tuple2<Long, byte[]>> blocks) {
    try (ObjectPuts puts = ObjectPuts.open(task)) {
      ObjectTask running = new ObjectTask(task, puts);
      running.write(blocks, partition, partitions);
      metrics.add(puts.counters());
      return running.cells;
    }
  }

  /** Objects in the order of their numbers, those without rows among them. */
  private void write(Iterator<Tuple2<Long, byte[]>> blocks, int partition, int partitions) {
    long next = partition;
    Tuple2<Long, byte[]> block = blocks.hasNext() ? blocks.next() : null;
    while (block != null) {
      long number = block._1;
      putHoles(next, number, partitions);
      assembler.begin(number);
      while (block != null && block._1 == number) {
        assembler.add(block._2);
        block = blocks.hasNext() ? blocks.next() : null;
      }
      put();
      next = number + partitions;
    }
    putHoles(next, task.plan().objects(), partitions);
  }

  /** Stores objects that no row gives a cell of, where not to store them would be data. */
  private void putHoles(long from, long to, int partitions) {
    if (task.plan().hasHolesToStore()) {
      for (long number = from; number < to; number += partitions) {
        if (task.plan().isStoredWithoutRows(number)) {
          assembler.begin(number);
          put();
        }
      }
    }
  }

  private void put() {
    cells[assembler.group()] += assembler.cells();
    if (!assembler.isStored()) {
      puts.put(assembler);
    }
  }
}
