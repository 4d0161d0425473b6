package dev.sparkzarr.dataset.block;

import java.util.Arrays;
import java.util.List;

/**
 * Cells of one stored object, gathered from rows: where each belongs, and its values. For one
 * thread at a time.
 */
final class CellBlock {
  private static final int FIRST_CAPACITY = 32;

  private final long number;
  private final ColumnBuffer[] columns;
  private final boolean hasHeap;
  private final SharedCells shared;
  private int[] cells = new int[FIRST_CAPACITY];
  private int count;
  private long memory;

  /**
   * @param number of the object, of all that are written
   */
  CellBlock(long number, BlockGroup group) {
    List<BlockMember> members = group.members();
    this.number = number;
    this.shared = group.isShared() ? new SharedCells() : null;
    this.columns = new ColumnBuffer[members.size()];
    boolean heap = false;
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new ColumnBuffer(members.get(i).encoder().type(), FIRST_CAPACITY);
      heap |= columns[i].heap() != null;
    }
    this.hasHeap = heap;
    measure();
  }

  /**
   * Makes room for one more cell, whose values are then written at the position.
   *
   * @param cell within the object
   * @return the position in each column
   */
  int open(int cell) {
    if (count == cells.length) {
      int capacity = Math.multiplyExact(2, count);
      cells = Arrays.copyOf(cells, capacity);
      for (ColumnBuffer column : columns) {
        column.reserve(capacity);
      }
    }
    cells[count] = cell;
    return count;
  }

  /**
   * Keeps the cell that was opened.
   *
   * @return by how many bytes the block grew since this was last asked
   */
  long keep() {
    count++;
    if (count == cells.length || hasHeap) {
      long before = memory;
      measure();
      return memory - before;
    }
    return 0;
  }

  private void measure() {
    memory = 4L * cells.length + 128 + (shared == null ? 0 : shared.memory());
    for (ColumnBuffer column : columns) {
      memory += column.memory() + 64;
    }
  }

  /** Where cells stand that several rows give; null where each is given once. */
  SharedCells shared() {
    return shared;
  }

  long number() {
    return number;
  }

  int count() {
    return count;
  }

  int[] cells() {
    return cells;
  }

  long memory() {
    return memory;
  }

  ColumnBuffer[] columns() {
    return columns;
  }
}
