package dev.sparkzarr.dataset;

import dev.sparkzarr.metadata.ChunkEdges;
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
  private final ChunkEdges[] blockEdges;
  private final ChunkEdges[] groupEdges;

  /** How many blocks the partition touches along each dimension. */
  private final long[] blocks;

  /**
   * @param columns those that arrays give
   * @param selection within the partition, of each of the table's dimensions, none empty
   */
  BlockGrid(List<ColumnGrid> columns, List<IndexSet> selection) {
    int rank = selection.size();
    this.selection = selection;
    blockEdges = new ChunkEdges[rank];
    groupEdges = new ChunkEdges[rank];
    blocks = new long[rank];
    Arrays.fill(blockEdges, GridCursor.WHOLE);
    Arrays.fill(groupEdges, GridCursor.WHOLE);
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
          blockEdges[d] = column.chunks()[own];
          groupEdges[d] = column.objects()[own];
          break;
        }
      }
      widenGroups(d, ranked);
      blocks[d] = GridCells.count(selection.get(d), blockEdges[d]);
    }
  }

  /**
   * @return how each dimension is cut into blocks; not to be modified
   */
  ChunkEdges[] blockEdges() {
    return blockEdges;
  }

  /**
   * @return how each dimension is cut into what is walked as a whole before the next: a stored
   *     object of the primary column, or several that another column of as many dimensions has in
   *     one chunk; not to be modified
   */
  ChunkEdges[] groupEdges() {
    return groupEdges;
  }

  /**
   * Takes together the objects that one chunk of another column covers, so that it is read once.
   */
  private void widenGroups(int d, List<ColumnGrid> ranked) {
    ChunkEdges object = groupEdges[d];
    for (ColumnGrid column : ranked) {
      int own = column.indexOf(d);
      if (own >= 0
          && column.dimensions().length == ranked.get(0).dimensions().length
          && object.isFinerThan(column.chunks()[own])
          && column.chunks()[own].longest() > groupEdges[d].longest()) {
        groupEdges[d] = column.chunks()[own];
      }
    }
  }

  /**
   * @return whether a walk over the blocks comes to each chunk of the column once only
   */
  boolean visitsOnce(ColumnGrid column) {
    for (int d = 0; d < blockEdges.length; d++) {
      int own = column.indexOf(d);
      if (own < 0 ? blocks[d] > 1 : !column.chunks()[own].equals(blockEdges[d])) {
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
        ChunkEdges chunk = column.chunks()[i];
        long touched = GridCells.count(selection.get(d), chunk);
        long inGroup = Math.min(touched, overlaps(groupEdges[d], chunk));
        returning = BoxCutter.saturatedProduct(returning, grouped ? inGroup : touched);
        inBlock =
            BoxCutter.saturatedProduct(inBlock, Math.min(touched, overlaps(blockEdges[d], chunk)));
      }
    }
    return (int) (returning <= most ? returning : Math.min(most, inBlock));
  }

  private boolean staysInGroups(ColumnGrid column) {
    for (int d = 0; d < blockEdges.length; d++) {
      int own = column.indexOf(d);
      if (own < 0 ? blocks[d] > 1 : !column.chunks()[own].isFinerThan(groupEdges[d])) {
        return false;
      }
    }
    return true;
  }

  /** The outermost dimension along which a walk can go on in the same chunk of the column. */
  private int passedDimension(ColumnGrid column) {
    int d = 0;
    while (d < blockEdges.length && changesAlways(column, d)) {
      d++;
    }
    return d;
  }

  private boolean changesAlways(ColumnGrid column, int d) {
    int own = column.indexOf(d);
    return selection.get(d).size() <= 1 || own >= 0 && column.chunks()[own].longest() == 1;
  }

  /** Chunks that a block can overlap along one dimension, at most. */
  private static long overlaps(ChunkEdges block, ChunkEdges chunk) {
    if (block.isFinerThan(chunk)) {
      return 1;
    }
    long most = block.longest() / chunk.shortest();
    return chunk.isFinerThan(block) ? most : most + 2;
  }
}
