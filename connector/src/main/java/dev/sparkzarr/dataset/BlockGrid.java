package dev.sparkzarr.dataset;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The grid in which a partition's rows are walked: that of the <em>primary</em> column, which is
 * the one with the most dimensions, and of these the one with the most bytes. Dimensions that it
 * does not have are cut as the next such column cuts them, or not at all. Immutable.
 */
final class BlockGrid {
  private final long[] blockLengths;
  private final long[] objectLengths;

  /** How many blocks the partition touches along each dimension. */
  private final long[] blocks;

  /**
   * @param columns those that arrays give
   * @param selection within the partition, of each of the table's dimensions, none empty
   */
  BlockGrid(List<ColumnGrid> columns, List<IndexSet> selection) {
    int rank = selection.size();
    blockLengths = new long[rank];
    objectLengths = new long[rank];
    blocks = new long[rank];
    Arrays.fill(blockLengths, GridCursor.WHOLE);
    Arrays.fill(objectLengths, GridCursor.WHOLE);
    List<ColumnGrid> ranked =
        columns.stream()
            .sorted(
                Comparator.comparingInt((ColumnGrid column) -> -column.dimensions().length)
                    .thenComparingDouble(column -> -column.arrayBytes()))
            .toList();
    for (int d = 0; d < rank; d++) {
      for (ColumnGrid column : ranked) {
        int own = column.indexOf(d);
        if (own >= 0) {
          blockLengths[d] = column.chunkLengths()[own];
          objectLengths[d] = column.objectLengths()[own];
          break;
        }
      }
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
   *     column; not to be modified
   */
  long[] objectLengths() {
    return objectLengths;
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
   * Counts the column's chunks that one block needs again and again: those along its outermost
   * dimension come one after the other, all others return with each step of it.
   *
   * @return at least 1, at most {@code most}
   */
  int returningChunks(ColumnGrid column, int most) {
    int outermost = 0;
    while (outermost < blockLengths.length - 1 && blockLengths[outermost] == 1) {
      outermost++;
    }
    long chunks = 1;
    for (int i = 0; i < column.dimensions().length && chunks < most; i++) {
      int d = column.dimensions()[i];
      if (d != outermost) {
        chunks *= Math.min(most, overlaps(blockLengths[d], column.chunkLengths()[i]));
      }
    }
    return (int) Math.min(most, chunks);
  }

  /** Chunks that a block can overlap along one dimension. */
  private static long overlaps(long block, long chunk) {
    if (chunk % block == 0) {
      return 1;
    }
    return block % chunk == 0 ? block / chunk : block / chunk + 2;
  }
}
