package dev.sparkzarr.dataset;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The grid in which a partition's rows are walked: that of the <em>primary</em> column, which is
 * the one with the most dimensions, and of these the one with the largest chunks. Dimensions that
 * it does not have are cut as the next such column cuts them, or not at all. Immutable.
 */
final class BlockGrid {
  private final List<IndexSet> selection;
  private final long[] blockLengths;
  private final long[] groupLengths;

  /** How many blocks the partition touches along each dimension. */
  private final long[] blocks;

  /**
   * @param columns those that arrays give
   * @param selection within the partition, of each of the table's dimensions, none empty
   */
  BlockGrid(List<ColumnGrid> columns, List<IndexSet> selection) {
    int rank = selection.size();
    this.selection = selection;
    blockLengths = new long[rank];
    groupLengths = new long[rank];
    blocks = new long[rank];
    Arrays.fill(blockLengths, GridCursor.WHOLE);
    Arrays.fill(groupLengths, GridCursor.WHOLE);
    List<ColumnGrid> ranked =
        columns.stream()
            .sorted(
                Comparator.comparingInt((ColumnGrid column) -> -column.dimensions().length)
                    .thenComparingDouble(column -> -column.chunkBytes()))
            .toList();
    for (int d = 0; d < rank; d++) {
      for (ColumnGrid column : ranked) {
        int own = column.indexOf(d);
        if (own >= 0) {
          blockLengths[d] = column.chunkLengths()[own];
          groupLengths[d] = column.objectLengths()[own];
          break;
        }
      }
      widenGroups(d, ranked);
      blocks[d] = GridCells.of(selection.get(d), blockLengths[d], blockLengths[d]).count();
    }
  }

  /**
   * @return lengths of a block; not to be modified
   */
  long[] blockLengths() {
    return blockLengths;
  }

  /**
   * @return lengths of what is walked as a whole before the next: a stored object of the primary
   *     column, or several that another column of as many dimensions has in one chunk; not to be
   *     modified
   */
  long[] groupLengths() {
    return groupLengths;
  }

  /**
   * Takes together the objects that one chunk of another column covers, so that it is read once.
   */
  private void widenGroups(int d, List<ColumnGrid> ranked) {
    long object = groupLengths[d];
    for (ColumnGrid column : ranked) {
      int own = column.indexOf(d);
      if (own >= 0
          && column.dimensions().length == ranked.get(0).dimensions().length
          && column.chunkLengths()[own] % object == 0) {
        groupLengths[d] = Math.max(groupLengths[d], column.chunkLengths()[own]);
      }
    }
  }

  /**
   * @return whether a walk over the blocks comes to each chunk of the column once only
   */
  boolean visitsOnce(ColumnGrid column) {
    for (int d = 0; d < blockLengths.length; d++) {
      int own = column.indexOf(d);
      if (own < 0 ? blocks[d] > 1 : column.chunkLengths()[own] != blockLengths[d]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Counts the column's chunks that a walk over the rows comes back to: if they are few enough to
   * be held, all of the partition's (of a group's, where no chunk reaches beyond its group), else
   * those that one block crosses. Chunks that follow one another along the outermost dimension are
   * passed once, and not counted.
   *
   * @return at least 1, at most {@code most}
   */
  int returningChunks(ColumnGrid column, int most) {
    int passed = passedDimension(column);
    boolean grouped = staysInGroups(column);
    long returning = 1;
    long inBlock = 1;
    for (int i = 0; i < column.dimensions().length; i++) {
      int d = column.dimensions()[i];
      if (d > passed) {
        long chunk = column.chunkLengths()[i];
        long touched = GridCells.of(selection.get(d), chunk, chunk).count();
        long inGroup = Math.min(touched, overlaps(groupLengths[d], chunk));
        returning = BoxCutter.saturatedProduct(returning, grouped ? inGroup : touched);
        inBlock =
            BoxCutter.saturatedProduct(
                inBlock, Math.min(touched, overlaps(blockLengths[d], chunk)));
      }
    }
    return (int) (returning <= most ? returning : Math.min(most, inBlock));
  }

  private boolean staysInGroups(ColumnGrid column) {
    for (int d = 0; d < blockLengths.length; d++) {
      int own = column.indexOf(d);
      if (own < 0 ? blocks[d] > 1 : groupLengths[d] % column.chunkLengths()[own] != 0) {
        return false;
      }
    }
    return true;
  }

  /** The outermost dimension along which a walk can go on in the same chunk of the column. */
  private int passedDimension(ColumnGrid column) {
    int d = 0;
    while (d < blockLengths.length && changesAlways(column, d)) {
      d++;
    }
    return d;
  }

  private boolean changesAlways(ColumnGrid column, int d) {
    int own = column.indexOf(d);
    return selection.get(d).size() <= 1 || own >= 0 && column.chunkLengths()[own] == 1;
  }

  /** Chunks that a block can overlap along one dimension. */
  private static long overlaps(long block, long chunk) {
    if (chunk % block == 0) {
      return 1;
    }
    return block % chunk == 0 ? block / chunk : block / chunk + 2;
  }
}
