package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.ArrayWriter;
import dev.sparkzarr.array.WriteCounters;
import dev.sparkzarr.array.WriteSettings;
import dev.sparkzarr.dataset.block.BlockGroup;
import dev.sparkzarr.dataset.block.BlockMember;
import dev.sparkzarr.dataset.block.ObjectAssembler;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.stack.StoreStack;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.TaskContext;
import scala.Tuple2;

/** One task's share of the stored objects: assembled, encoded and put, one after the other. */
final class ObjectTask {
  private final WriteTask task;
  private final Store store;
  private final WriteCounters counters = new WriteCounters();
  private final ObjectAssembler assembler;
  private final Map<NodePath, ArrayWriter> writers = new HashMap<>();
  private final long[] cells;

  private ObjectTask(WriteTask task, Store store) {
    this.task = task;
    this.store = store;
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
    try (StoreStack stack = task.store().open()) {
      ObjectTask running = new ObjectTask(task, task.ticket().guard(stack.store()));
      running.write(blocks, partition, partitions);
      metrics.add(running.counters);
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
    TaskContext context = TaskContext.get();
    if (context != null && context.isInterrupted()) {
      throw new ZarrException("Cannot write " + task.plan().place() + ": the task was stopped.");
    }
    BlockGroup group = task.plan().groups().get(assembler.group());
    cells[assembler.group()] += assembler.cells();
    for (int i = 0; i < group.members().size(); i++) {
      int member = i;
      ArrayWriter writer = writerOf(group.members().get(i));
      KeptCells kept =
          task.kept().getOrDefault(group.members().get(i).array().path(), KeptCells.NONE);
      if (kept.reaches(writer.grid().objects(), assembler.object())) {
        writer.update(
            assembler.object(),
            kept.region(),
            (values, before) -> assembler.layOver(member, values, kept.shape()));
      } else {
        writer.writeObject(assembler.object(), assembler.values(i));
      }
    }
  }

  private ArrayWriter writerOf(BlockMember member) {
    return writers.computeIfAbsent(
        member.array().path(),
        path ->
            ArrayEngines.named(task.engine())
                .openForWriting(
                    store,
                    path,
                    ArrayMetadata.parse(member.array().document()),
                    WriteSettings.of(task.empty()).with(counters)));
  }
}
