package dev.sparkzarr.dataset;

import dev.sparkzarr.metadata.ChunkEdges;

/**
 * Walks in C order over those cells of a grid that hold selected indexes of a box. Boxes are given
 * and taken by ordinals (see {@link SelectedIndexes}), one half-open range for each dimension; a
 * cell without selected index is never visited and costs nothing. Allocates nothing after
 * construction. For one thread.
 */
final class GridCursor {
  /** One cell that never ends: the dimension is not cut. */
  static final ChunkEdges WHOLE = ChunkEdges.even(Long.MAX_VALUE, Long.MAX_VALUE);

  /** Ordinals of the cell's first selected index, for each dimension; read only. */
  final long[] from;

  /** Ordinals behind the cell's last selected index, for each dimension; read only. */
  final long[] to;

  /** The cell's position in the grid, for each dimension; read only. */
  final long[] cell;

  private final SelectedIndexes[] selected;
  private final ChunkEdges[] cells;
  private final long[] boxFrom;
  private final long[] boxTo;
  private boolean first;
  private boolean more;

  /**
   * @param cells of each dimension; not to be modified
   */
  GridCursor(SelectedIndexes[] selected, ChunkEdges[] cells) {
    int rank = selected.length;
    this.selected = selected;
    this.cells = cells;
    this.from = new long[rank];
    this.to = new long[rank];
    this.cell = new long[rank];
    this.boxFrom = new long[rank];
    this.boxTo = new long[rank];
  }

  /** Stands before the first cell of a box. */
  void reset(long[] newFrom, long[] newTo) {
    more = true;
    first = true;
    for (int d = 0; d < from.length; d++) {
      boxFrom[d] = newFrom[d];
      boxTo[d] = newTo[d];
      more &= boxFrom[d] < boxTo[d];
    }
  }

  /**
   * Moves to the next cell.
   *
   * @return false when there is none
   */
  boolean next() {
    if (!more) {
      return false;
    }
    if (first) {
      first = false;
      for (int d = 0; d < from.length; d++) {
        enter(d, boxFrom[d]);
      }
      return true;
    }
    for (int d = from.length - 1; d >= 0; d--) {
      if (to[d] < boxTo[d]) {
        enter(d, to[d]);
        return true;
      }
      enter(d, boxFrom[d]);
    }
    more = false;
    return false;
  }

  private void enter(int d, long ordinal) {
    long position = cells[d].chunkAt(selected[d].indexAt(ordinal));
    from[d] = ordinal;
    cell[d] = position;
    to[d] = Math.min(boxTo[d], selected[d].ordinalOf(cells[d].stop(position)));
  }

  /**
   * @return how many selected indexes the cell has in dimension {@code d}
   */
  long count(int d) {
    return to[d] - from[d];
  }
}
