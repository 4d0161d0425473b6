package dev.sparkzarr.dataset;

/**
 * Cuts a block of selected cells into tiles, in C order. A tile is itself a box of ordinals: the
 * outer dimensions stand still, one dimension advances in even steps, the inner ones are whole. So
 * innermost runs are cut only when one alone is longer than a tile. Allocates nothing after
 * construction. For one thread.
 */
final class TileCursor {
  /** Ordinals of the tile's first index, for each dimension; read only. */
  final long[] from;

  /** Ordinals behind the tile's last index, for each dimension; read only. */
  final long[] to;

  private final int maxRows;
  private final long[] blockFrom;
  private final long[] blockTo;
  private int cut;
  private long step;
  private long innerRows;
  private boolean more;
  private boolean first;

  /**
   * @param maxRows of a tile, at least 1
   */
  TileCursor(int rank, int maxRows) {
    this.maxRows = maxRows;
    this.from = new long[rank];
    this.to = new long[rank];
    this.blockFrom = new long[rank];
    this.blockTo = new long[rank];
  }

  /**
   * Stands before the first tile of a block.
   *
   * @param newFrom ordinals, below {@code newTo} in each dimension
   */
  void reset(long[] newFrom, long[] newTo) {
    more = true;
    first = true;
    System.arraycopy(newFrom, 0, blockFrom, 0, from.length);
    System.arraycopy(newTo, 0, blockTo, 0, from.length);
    innerRows = 1;
    cut = from.length - 1;
    while (cut > 0 && blockTo[cut] - blockFrom[cut] <= maxRows / innerRows) {
      innerRows *= blockTo[cut] - blockFrom[cut];
      cut--;
    }
    if (cut >= 0) {
      long count = blockTo[cut] - blockFrom[cut];
      long most = Math.max(1, maxRows / innerRows);
      long tiles = (count - 1) / most + 1;
      step = (count - 1) / tiles + 1;
    }
  }

  /**
   * Moves to the next tile.
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
        from[d] = blockFrom[d];
        to[d] = d < cut ? from[d] + 1 : blockTo[d];
      }
      return endCut();
    }
    for (int d = cut; d >= 0; d--) {
      if (to[d] < blockTo[d]) {
        from[d] = to[d];
        to[d]++;
        return endCut();
      }
      from[d] = blockFrom[d];
      to[d] = from[d] + 1;
    }
    more = false;
    return false;
  }

  private boolean endCut() {
    if (cut >= 0) {
      to[cut] = Math.min(blockTo[cut], from[cut] + step);
    }
    return true;
  }

  /**
   * @return rows of the tile
   */
  int rows() {
    return cut < 0 ? 1 : (int) ((to[cut] - from[cut]) * innerRows);
  }
}
