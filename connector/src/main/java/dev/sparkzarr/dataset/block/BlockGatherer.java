package dev.sparkzarr.dataset.block;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.DataType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Gathers the cells of one task's rows into blocks, in memory that is bounded by bytes: when it is
 * full, the largest blocks leave. For one thread at a time.
 */
public final class BlockGatherer {
  private final BlockPlan plan;
  private final OpenBlocks open;
  private final List<GroupGatherer> groups = new ArrayList<>();
  private final List<ChunkBuffer> scratch = new ArrayList<>();
  private final Deque<CellBlock> ready = new ArrayDeque<>();

  /**
   * @param budget bytes of all blocks that are open, about
   */
  public BlockGatherer(BlockPlan plan, long budget) {
    this(plan, budget, number -> false);
  }

  /**
   * @param budget bytes of all blocks that are open, about
   * @param mayBeWhole says by an object's number whether a block with as many cells as the object
   *     is written with leaves at once; asked when its first cell comes
   */
  public BlockGatherer(BlockPlan plan, long budget, LongPredicate mayBeWhole) {
    this.plan = plan;
    this.open = new OpenBlocks(budget);
    for (int i = 0; i < plan.groups().size(); i++) {
      groups.add(new GroupGatherer(plan, i, open, mayBeWhole, ready::add));
      while (scratch.size() < plan.groups().get(i).members().size()) {
        scratch.add(new ChunkBuffer(new DataType.Binary()));
      }
    }
  }

  /**
   * @return what takes a row's values, for each group of the plan
   */
  public List<GroupGatherer> groups() {
    return groups;
  }

  /** Says that a row is in. */
  public void endRow() {
    if (open.isFull()) {
      leave(open.largest());
    }
  }

  /** Says that there are no more rows. */
  public void end() {
    leave(open.drain());
  }

  private void leave(List<CellBlock> blocks) {
    for (CellBlock block : blocks) {
      if (block.count() > 0) {
        ready.add(block);
      }
    }
    groups.forEach(GroupGatherer::forget);
  }

  /**
   * @return whether a block is to be taken before more rows come in
   */
  public boolean hasBlock() {
    return !ready.isEmpty();
  }

  /**
   * @return the number of the object that the next block is of
   */
  public long number() {
    return ready.element().number();
  }

  /**
   * @return whether the next block has as many cells as its object is written with, those that are
   *     given twice counted twice
   */
  public boolean isWhole() {
    return ready.element().isWhole();
  }

  /**
   * Encodes the next block.
   *
   * @return its bytes, for {@link ObjectAssembler#add}
   * @throws dev.sparkzarr.dataset.DatasetException when a value does not fit
   */
  public byte[] take() {
    CellBlock block = ready.remove();
    List<BlockMember> members = plan.groups().get(plan.groupOf(block.number())).members();
    return BlockBytes.of(block, members, scratch);
  }
}
