package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.IndexSet;
import java.util.List;

/**
 * A partition's cells along some of the table's dimensions, in C order. For one thread: it counts
 * in memory of its own.
 */
final class PlaneGrid {
  private final long[] sizes;

  /** By dimension; 0 where the plane does not have it. */
  private final int[] strides;

  private final int cells;
  private final long[] at;

  /** Takes the runs that a tile's rows are cut into. */
  interface Runs {
    /**
     * @param row first of the run
     * @param count of rows
     * @param cell of the plane that the first row has
     * @param step cells from each row to the next: 0 or 1
     */
    void run(int row, int count, int cell, int step);
  }

  /**
   * @param dimensions of the plane
   * @param within the selected indexes of each of the table's dimensions
   * @throws ArithmeticException when there are 2^31 cells or more
   */
  PlaneGrid(List<Integer> dimensions, List<IndexSet> within) {
    sizes = within.stream().mapToLong(IndexSet::size).toArray();
    strides = new int[sizes.length];
    at = new long[sizes.length];
    long all = 1;
    for (int d = sizes.length - 1; d >= 0; d--) {
      if (dimensions.contains(d)) {
        strides[d] = Math.toIntExact(all);
        all = Math.multiplyExact(all, sizes[d]);
      }
    }
    cells = Math.toIntExact(all);
  }

  int cells() {
    return cells;
  }

  /**
   * Goes over the rows of a tile, in C order of the table's dimensions.
   *
   * @param from ordinals of the tile's first indexes
   * @param to ordinals behind its last
   */
  void runs(long[] from, long[] to, Runs runs) {
    int d = from.length - 1;
    int count = 1;
    while (d >= 0 && to[d] - from[d] == 1) {
      d--;
    }
    int step = d >= 0 && strides[d] > 0 ? 1 : 0;
    boolean isFirst = true;
    while (d >= 0 && (isFirst ? strides[d] <= 1 : joins(d, step, count, from, to))) {
      count *= (int) (to[d] - from[d]);
      isFirst = false;
      d--;
    }
    System.arraycopy(from, 0, at, 0, at.length);
    int row = 0;
    while (true) {
      int cell = 0;
      for (int i = 0; i < at.length; i++) {
        cell += (int) at[i] * strides[i];
      }
      runs.run(row, count, cell, step);
      row += count;
      int moved = d;
      while (moved >= 0 && ++at[moved] == to[moved]) {
        at[moved] = from[moved];
        moved--;
      }
      if (moved < 0) {
        return;
      }
    }
  }

  /** Whether the run of all inner dimensions goes on at the next index of one. */
  private boolean joins(int d, int step, int count, long[] from, long[] to) {
    return to[d] - from[d] == 1 || strides[d] == step * count;
  }
}
