package dev.sparkzarr.dataset.block;

import dev.sparkzarr.dataset.DatasetException;

/**
 * Takes the cells of one group's arrays in: for each row {@link #open}, then each column's value at
 * {@link #position}, then {@link #close}. For one thread at a time.
 */
public final class GroupGatherer {
  private final BlockPlan plan;
  private final int groupPosition;
  private final BlockGroup group;
  private final ObjectGrid grid;
  private final int[] dimensions;
  private final OpenBlocks blocks;
  private CellBlock block;
  private ColumnBuffer[] columns;
  private int cell;
  private int position;
  private int[] heapSizes;

  GroupGatherer(BlockPlan plan, int groupPosition, OpenBlocks blocks) {
    this.plan = plan;
    this.groupPosition = groupPosition;
    this.group = plan.groups().get(groupPosition);
    this.grid = plan.grids().get(groupPosition);
    this.dimensions = group.dimensions().stream().mapToInt(Integer::intValue).toArray();
    this.blocks = blocks;
    this.heapSizes = group.isShared() ? new int[group.members().size()] : null;
  }

  /**
   * Finds the place of a row's cell.
   *
   * @param indexes of the row along all dimensions of the table, each in the window
   */
  public void open(long[] indexes) {
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
        block = new CellBlock(number, group);
        blocks.add(block);
      }
      columns = block.columns();
    }
    cell = offset;
    position = block.open(offset);
    if (heapSizes != null) {
      for (int i = 0; i < heapSizes.length; i++) {
        heapSizes[i] = columns[i].heapSize();
      }
    }
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
   * Keeps the row's values.
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
