package dev.sparkzarr.dataset;

/**
 * A column whose values are made in two steps: the values along its own dimensions (the
 * <em>compact</em> values, which may be a view), then, where the tile has more dimensions, spread
 * over the rows. Either step is left out when the tile before had the same.
 */
abstract class LazyColumn extends TileColumn {
  private final ScanColumn column;
  private final TileCursor tile;
  private final StopSign stop;
  private final int[] own;
  private final Spread spread;

  /** Ordinals of the compact values, along the column's own dimensions; valid when known. */
  private final long[] compactFrom;

  private final long[] compactTo;
  private boolean compactKnown;
  private boolean spreadKnown;
  private boolean loaded;

  /** Where {@link #makeCompact} leaves the values: their memory. */
  protected byte[] compactBytes;

  /** Element index in {@link #compactBytes} of the first value. */
  protected int compactStart;

  /** Flags from index 0; set in advance where the null rule is MASK. */
  protected boolean[] compactMissing;

  private byte[] spreadBytes = new byte[0];
  private boolean[] spreadMissing = new boolean[0];

  /**
   * @param own the dimensions of the table that the column varies along, ascending
   * @param rank of the table
   */
  LazyColumn(ScanColumn column, TileCursor tile, StopSign stop, int[] own, int rank) {
    this.column = column;
    this.tile = tile;
    this.stop = stop;
    this.own = own;
    boolean[] varies = new boolean[rank];
    for (int d : own) {
      varies[d] = true;
    }
    this.spread = new Spread(varies);
    this.compactFrom = new long[own.length];
    this.compactTo = new long[own.length];
  }

  /** Forgets that the tile was loaded: the reader has moved. */
  final void unload() {
    loaded = false;
  }

  /**
   * Makes the compact values of a box.
   *
   * @param from ordinals along the column's own dimensions
   * @param count of values
   */
  protected abstract void makeCompact(long[] from, long[] to, int count);

  @Override
  public final ColumnType type() {
    return column.type();
  }

  @Override
  public final void load() {
    if (loaded) {
      return;
    }
    stop.check();
    if (!moveCompact()) {
      spreadKnown = false;
      int count = 1;
      for (int i = 0; i < own.length; i++) {
        count *= (int) (compactTo[i] - compactFrom[i]);
      }
      makeCompact(compactFrom, compactTo, count);
      compactKnown = true;
    }
    boolean sameLevels = spread.reset(tile);
    if (!spread.isNeeded()) {
      bytes = compactBytes;
      start = compactStart;
      missing = nulls() == NullRule.MASK ? compactMissing : null;
      spreadKnown = false;
    } else {
      if (!sameLevels || !spreadKnown) {
        spread();
      }
      bytes = spreadBytes;
      start = 0;
      missing = nulls() == NullRule.MASK ? spreadMissing : null;
    }
    loaded = true;
  }

  /**
   * @return bytes of all memory that this column holds, the axis of a dimension not counted
   */
  long heldBytes() {
    return (long) spreadBytes.length
        + spreadMissing.length
        + (compactMissing == null ? 0 : compactMissing.length);
  }

  private void spread() {
    int rows = spread.rows();
    int width = type().width();
    spreadKnown = false;
    if (spreadBytes.length < rows * width) {
      spreadBytes = new byte[rows * width];
    }
    spread.spread(compactBytes, compactStart, spreadBytes, width);
    if (nulls() == NullRule.MASK) {
      if (spreadMissing.length < rows) {
        spreadMissing = new boolean[rows];
      }
      spread.spread(compactMissing, spreadMissing);
    }
    spreadKnown = true;
  }

  /**
   * @return whether the compact values are those of this tile already
   */
  private boolean moveCompact() {
    boolean same = compactKnown;
    for (int i = 0; i < own.length; i++) {
      same &= compactFrom[i] == tile.from[own[i]] && compactTo[i] == tile.to[own[i]];
      compactFrom[i] = tile.from[own[i]];
      compactTo[i] = tile.to[own[i]];
    }
    compactKnown = same;
    return same;
  }
}
