package dev.sparkzarr.dataset;

import dev.sparkzarr.metadata.ChunkEdges;

/**
 * The cells of a grid along one dimension that hold a selected index, found from the ranges of the
 * selection without looking at each cell. Immutable.
 */
final class GridCells {
  private final ChunkEdges cells;
  private final SelectedIndexes touched;
  private final double mostLength;

  private GridCells(ChunkEdges cells, IndexSet touched, double mostLength) {
    this.cells = cells;
    this.touched = new SelectedIndexes(touched);
    this.mostLength = mostLength;
  }

  /**
   * @param selection of indexes of the dimension
   * @param parts of the cells; where they are of several lengths or do not make up each cell, cells
   *     are taken to have no parts
   */
  static GridCells of(IndexSet selection, ChunkEdges cells, ChunkEdges parts) {
    return parts.isEven() && !parts.equals(cells) && parts.isFinerThan(cells)
        ? withParts(selection, cells, parts)
        : whole(selection, cells);
  }

  /** How many cells hold a selected index. */
  static long count(IndexSet selection, ChunkEdges cells) {
    return whole(selection, cells).count();
  }

  private static GridCells whole(IndexSet selection, ChunkEdges cells) {
    IndexSet.Builder touched = new IndexSet.Builder();
    long most = 0;
    long cell = -1;
    for (int i = 0; i < selection.ranges(); i++) {
      long first = cells.chunkAt(selection.start(i));
      long last = cells.chunkAt(selection.stop(i) - 1);
      touched.add(first == cell ? cell + 1 : first, last + 1);
      most = Math.max(most, cells.longest(first, last));
      cell = last;
    }
    return new GridCells(cells, touched.build(), most);
  }

  private static GridCells withParts(IndexSet selection, ChunkEdges cells, ChunkEdges parts) {
    IndexSet.Builder touched = new IndexSet.Builder();
    double most = 0;
    long cell = -1;
    long cellParts = 0;
    long lastPart = -1;
    double partLength = parts.longest();
    for (int i = 0; i < selection.ranges(); i++) {
      long last = selection.stop(i) - 1;
      long firstCell = cells.chunkAt(selection.start(i));
      long lastCell = cells.chunkAt(last);
      touched.add(firstCell == cell ? cell + 1 : firstCell, lastCell + 1);
      long firstPart = Math.max(parts.chunkAt(selection.start(i)), lastPart + 1);
      lastPart = parts.chunkAt(last);
      if (firstCell != cell) {
        cellParts = 0;
      }
      if (firstCell == lastCell) {
        cellParts += lastPart - firstPart + 1;
      } else {
        long firstCellEnd = parts.chunkAt(cells.start(firstCell + 1));
        most = Math.max(most, (cellParts + (firstCellEnd - firstPart)) * partLength);
        if (lastCell - firstCell > 1) {
          most = Math.max(most, cells.longest(firstCell + 1, lastCell - 1));
        }
        cellParts = lastPart - parts.chunkAt(cells.start(lastCell)) + 1;
      }
      most = Math.max(most, cellParts * partLength);
      cell = lastCell;
    }
    return new GridCells(cells, touched.build(), most);
  }

  /**
   * @return how many cells hold a selected index
   */
  long count() {
    return touched.size();
  }

  /**
   * @return length of those parts of one cell that hold a selected index, at most
   */
  double mostLength() {
    return mostLength;
  }

  /**
   * @param ordinal of a cell among those that hold a selected index
   * @return its first index
   */
  long start(long ordinal) {
    return cells.start(touched.indexAt(ordinal));
  }

  /**
   * @param ordinal of a cell among those that hold a selected index
   * @return the index behind its last
   */
  long stop(long ordinal) {
    return cells.stop(touched.indexAt(ordinal));
  }
}
