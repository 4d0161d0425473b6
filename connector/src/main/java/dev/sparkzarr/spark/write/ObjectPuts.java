package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.ArrayWriter;
import dev.sparkzarr.array.ChunkIndex;
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
import java.util.Map;
import org.apache.spark.TaskContext;

/**
 * Puts assembled objects, for one task: encoded, with the job's right to write. The store is opened
 * once, on the task's thread. For one thread.
 */
final class ObjectPuts implements AutoCloseable {
  private final WriteTask task;
  private final StoreStack stack;
  private final Store store;
  private final WriteCounters counters = new WriteCounters();
  private final Map<NodePath, ArrayWriter> writers = new HashMap<>();

  private ObjectPuts(WriteTask task, StoreStack stack) {
    this.task = task;
    this.stack = stack;
    this.store = task.ticket().guard(stack.store());
  }

  static ObjectPuts open(WriteTask task) {
    return new ObjectPuts(task, task.store().open());
  }

  /**
   * Whether nothing of an object was there before that stays where no row gives a value.
   *
   * @param number of the object
   */
  boolean isNew(long number) {
    ChunkIndex object = task.plan().object(number);
    return task.plan().groups().get(task.plan().groupOf(number)).members().stream()
        .noneMatch(member -> keeps(member, object));
  }

  private boolean keeps(BlockMember member, ChunkIndex object) {
    KeptCells kept = keptOf(member);
    return kept != KeptCells.NONE && kept.reaches(writerOf(member).grid().objects(), object);
  }

  private KeptCells keptOf(BlockMember member) {
    return task.kept().getOrDefault(member.array().path(), KeptCells.NONE);
  }

  /**
   * Stores an object of each array of a group.
   *
   * @param assembler that has it
   * @throws ZarrException when it could not be stored, or the task was stopped
   */
  void put(ObjectAssembler assembler) {
    TaskContext context = TaskContext.get();
    if (context != null && context.isInterrupted()) {
      throw new ZarrException("Cannot write " + task.plan().place() + ": the task was stopped.");
    }
    BlockGroup group = task.plan().groups().get(assembler.group());
    for (int i = 0; i < group.members().size(); i++) {
      int index = i;
      BlockMember member = group.members().get(i);
      ArrayWriter writer = writerOf(member);
      if (keeps(member, assembler.object())) {
        KeptCells kept = keptOf(member);
        writer.update(
            assembler.object(),
            assembler.isComplete() ? KeptCells.nothing(kept.shape().rank()) : kept.region(),
            (values, before) -> assembler.layOver(index, values, kept.shape()));
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

  /** What was put so far. */
  WriteCounters counters() {
    return counters;
  }

  @Override
  public void close() {
    stack.close();
  }
}
