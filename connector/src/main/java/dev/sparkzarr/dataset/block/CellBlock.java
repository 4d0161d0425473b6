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
  private final int whole;
  private final ColumnBuffer[] columns;
  private final boolean hasHeap;
  private final SharedCells shared;
  private int[] cells = new int[FIRST_CAPACITY];
  private int count;
  private int opened;
  private boolean hasGrown;
  private long memory;

  /**
   * @param number of the object, of all that are written
   * @param whole with how many cells the block is all of its object; 0 where it never is
   */
  CellBlock(long number, BlockGroup group, int whole) {
    List<BlockMember> members = group.members();
    this.number = number;
    this.whole = whole;
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
   * Makes room for more cells, whose values are then written from the position on.
   *
   * @param cell the first, within the object; the others follow it
   * @param more how many
   * @return the position of the first in each column
   */
  int open(int cell, int more) {
    if (more > cells.length - count) {
      int capacity = Math.max(Math.addExact(count, more), Math.multiplyExact(2, cells.length));
      cells = Arrays.copyOf(cells, capacity);
      for (ColumnBuffer column : columns) {
        column.reserve(capacity);
      }
      hasGrown = true;
    }
    for (int i = 0; i < more; i++) {
      cells[count + i] = cell + i;
    }
    opened = more;
    return count;
  }

  /**
   * Keeps the cells that were opened.
   *
   * @return by how many bytes the block grew since this was last asked
   */
  long keep() {
    count += opened;
    if (hasGrown || hasHeap) {
      hasGrown = false;
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

  /** Whether it has as many cells as its object is written with. */
  boolean isWhole() {
    return count == whole;
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
