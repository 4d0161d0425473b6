package dev.sparkzarr.dataset;

/**
 * Walks over the blocks of a partition: groups of blocks in C order, blocks in C order within each.
 * For one thread.
 */
final class BlockCursor {
  private final GridCursor groups;
  private final GridCursor blocks;
  private long number = -1;

  BlockCursor(SelectedIndexes[] selected, BlockGrid grid) {
    groups = new GridCursor(selected, grid.groupEdges());
    blocks = new GridCursor(selected, grid.blockEdges());
    long[] sizes = new long[selected.length];
    for (int d = 0; d < sizes.length; d++) {
      sizes[d] = selected[d].size();
    }
    groups.reset(new long[sizes.length], sizes);
  }

  /**
   * Moves to the next block.
   *
   * @return false when there is none
   */
  boolean next() {
    while (!blocks.next()) {
      if (!groups.next()) {
        return false;
      }
      blocks.reset(groups.from, groups.to);
    }
    number++;
    return true;
  }

  /**
   * @return how many blocks came before this one; -1 before the first
   */
  long number() {
    return number;
  }

  /**
   * @return ordinals of the block's first index, for each dimension; read only
   */
  long[] from() {
    return blocks.from;
  }

  /**
   * @return ordinals behind the block's last index, for each dimension; read only
   */
  long[] to() {
    return blocks.to;
  }

  /**
   * @return rows of the block, at most 2^63-1
   */
  long rows() {
    long rows = 1;
    for (int d = 0; d < blocks.from.length; d++) {
      rows = BoxCutter.saturatedProduct(rows, blocks.count(d));
    }
    return rows;
  }
}
