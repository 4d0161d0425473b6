package dev.sparkzarr.dataset.block;

import dev.sparkzarr.dataset.DatasetException;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Takes the cells of one group's arrays in: for each row {@link #open}, then each column's value at
 * {@link #position}, then {@link #close}; of rows whose cells follow each other {@link #openRun}
 * takes many at once. For one thread at a time.
 */
public final class GroupGatherer {
  private final BlockPlan plan;
  private final int groupPosition;
  private final BlockGroup group;
  private final ObjectGrid grid;
  private final int[] dimensions;
  private final OpenBlocks blocks;
  private final LongPredicate mayBeWhole;
  private final Consumer<CellBlock> whole;
  private CellBlock block;
  private ColumnBuffer[] columns;
  private int cell;
  private int position;
  private int[] heapSizes;

  /**
   * @param mayBeWhole of which objects a block with all cells leaves at once
   * @param whole takes such a block
   */
  GroupGatherer(
      BlockPlan plan,
      int groupPosition,
      OpenBlocks blocks,
      LongPredicate mayBeWhole,
      Consumer<CellBlock> whole) {
    this.plan = plan;
    this.groupPosition = groupPosition;
    this.group = plan.groups().get(groupPosition);
    this.grid = plan.grids().get(groupPosition);
    this.dimensions = group.dimensions().stream().mapToInt(Integer::intValue).toArray();
    this.blocks = blocks;
    this.mayBeWhole = mayBeWhole;
    this.whole = whole;
    this.heapSizes = group.isShared() ? new int[group.members().size()] : null;
  }

  /**
   * Finds the place of a row's cell.
   *
   * @param indexes of the row along all dimensions of the table, each in the window
   */
  public void open(long[] indexes) {
    open(indexes, 1);
  }

  /**
   * The dimension along which this group's cells follow each other.
   *
   * @return position among the table's dimensions; -1 where each row is to be opened by itself
   */
  public int runDimension() {
    return group.isShared() || dimensions.length == 0 ? -1 : dimensions[dimensions.length - 1];
  }

  /**
   * Finds the place of the cells of rows that follow each other along {@link #runDimension}.
   *
   * @param indexes of the first row along all dimensions of the table
   * @param most how many rows there are
   * @return how many of them were opened: those of one object. They stand from {@link #position} on
   */
  public int openRun(long[] indexes, int most) {
    int last = dimensions.length - 1;
    int count = (int) Math.min(most, grid.ahead(last, indexes[dimensions[last]]));
    open(indexes, count);
    return count;
  }

  private void open(long[] indexes, int count) {
    long number = grid.first();
    int offset = 0;
    for (int i = 0; i < dimensions.length; i++) {
      long index = indexes[dimensions[i]];
      number += grid.number(i, index);
      offset += grid.offset(i, index);
    }
    if (block == null || block.number() != number) {
      block = blocks.get(number);
      if (block == null) {
        block = new CellBlock(number, group, cellsOfWhole(number));
        blocks.add(block);
      }
      columns = block.columns();
    }
    cell = offset;
    position = block.open(offset, count);
    if (heapSizes != null) {
      for (int i = 0; i < heapSizes.length; i++) {
        heapSizes[i] = columns[i].heapSize();
      }
    }
  }

  private int cellsOfWhole(long number) {
    return !group.isShared() && mayBeWhole.test(number) ? grid.windowCells(grid.object(number)) : 0;
  }

  /**
   * @return where the value of an array of the group goes
   */
  public ColumnBuffer column(int member) {
    return columns[member];
  }

  /**
   * @return the position in each column
   */
  public int position() {
    return position;
  }

  /**
   * Keeps the values of what was opened.
   *
   * @throws DatasetException when several rows give the cell, and not the same value; the message
   *     names column, cell and both values
   */
  public void close() {
    if (block.shared() != null) {
      int before = block.shared().find(cell, position);
      if (before >= 0) {
        compare(before);
        return;
      }
    }
    blocks.grew(block.keep());
    if (block.isWhole()) {
      blocks.remove(block);
      whole.accept(block);
      block = null;
    }
  }

  private void compare(int before) {
    for (int i = 0; i < columns.length; i++) {
      if (!columns[i].same(before, position)) {
        throw new DatasetException(
            SharedConflict.message(
                plan,
                groupPosition,
                i,
                plan.cellName(groupPosition, grid.object(block.number()), cell),
                ValueText.of(columns[i], before),
                ValueText.of(columns[i], position)));
      }
      columns[i].truncate(heapSizes[i]);
    }
  }

  /** Forgets the block, which left. */
  void forget() {
    block = null;
  }
}
