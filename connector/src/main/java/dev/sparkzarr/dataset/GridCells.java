package dev.sparkzarr.dataset;

/**
 * The cells of a regular grid along one dimension that hold a selected index, found from the ranges
 * of the selection without looking at each cell. Immutable.
 */
final class GridCells {
  private final long cellLength;
  private final SelectedIndexes cells;
  private final long partLength;
  private final long mostParts;

  private GridCells(long cellLength, long partLength, IndexSet cells, long mostParts) {
    this.cellLength = cellLength;
    this.partLength = partLength;
    this.cells = new SelectedIndexes(cells);
    this.mostParts = mostParts;
  }

  /**
   * @param selection of indexes
   * @param cellLength at least 1
   * @param partLength of the parts of a cell; where it does not divide {@code cellLength}, cells
   *     are taken to have no parts
   */
  static GridCells of(IndexSet selection, long cellLength, long partLength) {
    return cellLength % partLength == 0
        ? count(selection, cellLength, partLength)
        : count(selection, cellLength, cellLength);
  }

  private static GridCells count(IndexSet selection, long cellLength, long partLength) {
    IndexSet.Builder touched = new IndexSet.Builder();
    long most = 0;
    long cell = -1;
    long cellParts = 0;
    long lastPart = -1;
    long partsPerCell = cellLength / partLength;
    for (int i = 0; i < selection.ranges(); i++) {
      long last = selection.stop(i) - 1;
      long firstCell = selection.start(i) / cellLength;
      long lastCell = last / cellLength;
      touched.add(firstCell == cell ? cell + 1 : firstCell, lastCell + 1);
      long firstPart = Math.max(selection.start(i) / partLength, lastPart + 1);
      lastPart = last / partLength;
      if (firstCell != cell) {
        cellParts = 0;
      }
      if (firstCell == lastCell) {
        cellParts += lastPart - firstPart + 1;
      } else {
        long firstCellParts = cellParts + ((firstCell + 1) * partsPerCell - firstPart);
        most = Math.max(most, firstCellParts);
        most = lastCell - firstCell > 1 ? partsPerCell : most;
        cellParts = lastPart - lastCell * partsPerCell + 1;
      }
      most = Math.max(most, cellParts);
      cell = lastCell;
    }
    return new GridCells(cellLength, partLength, touched.build(), most);
  }

  /**
   * @return how many cells hold a selected index
   */
  long count() {
    return cells.size();
  }

  /**
   * @return length of those parts of one cell that hold a selected index, at most
   */
  double mostLength() {
    return (double) mostParts * partLength;
  }

  /**
   * @param ordinal of a cell among those that hold a selected index
   * @return its first index
   */
  long start(long ordinal) {
    return cells.indexAt(ordinal) * cellLength;
  }

  /**
   * @param ordinal of a cell among those that hold a selected index
   * @param length of the dimension
   * @return the index behind its last
   */
  long stop(long ordinal, long length) {
    long start = start(ordinal);
    return length - start <= cellLength ? length : start + cellLength;
  }
}
