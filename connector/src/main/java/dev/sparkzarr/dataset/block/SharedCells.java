package dev.sparkzarr.dataset.block;

import java.util.Arrays;

/**
 * Where the cells of a block stand that several rows give, so that each is kept once. For one
 * thread at a time.
 */
final class SharedCells {
  private static final int FREE = -1;

  private int[] cells = new int[64];
  private int[] positions = new int[64];
  private int size;

  SharedCells() {
    Arrays.fill(positions, FREE);
  }

  /**
   * Says where a cell stands, or that it stands at a new position from now on.
   *
   * @param position that it gets when it is new
   * @return where it stood already; -1 when it is new
   */
  int find(int cell, int position) {
    if (2 * (size + 1) > cells.length) {
      grow();
    }
    int at = slot(cell);
    while (positions[at] != FREE) {
      if (cells[at] == cell) {
        return positions[at];
      }
      at = at + 1 & cells.length - 1;
    }
    cells[at] = cell;
    positions[at] = position;
    size++;
    return FREE;
  }

  private int slot(int cell) {
    return (cell * 0x9E3779B9 >>> 7) & cells.length - 1;
  }

  private void grow() {
    int[] oldCells = cells;
    int[] oldPositions = positions;
    cells = new int[2 * oldCells.length];
    positions = new int[2 * oldCells.length];
    Arrays.fill(positions, FREE);
    for (int i = 0; i < oldCells.length; i++) {
      if (oldPositions[i] != FREE) {
        int at = slot(oldCells[i]);
        while (positions[at] != FREE) {
          at = at + 1 & cells.length - 1;
        }
        cells[at] = oldCells[i];
        positions[at] = oldPositions[i];
      }
    }
  }

  long memory() {
    return 8L * cells.length;
  }
}
