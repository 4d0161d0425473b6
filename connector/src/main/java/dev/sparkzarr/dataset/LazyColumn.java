package dev.sparkzarr.dataset;

/**
 * A column whose values are made in two steps: the values along its own dimensions (the
 * <em>compact</em> values, which may be a view), then, where the tile has more dimensions, spread
 * over the rows. Either step is left out when the tile before had the same.
 */
abstract class LazyColumn extends CompositeColumn {
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

  /** Where {@link #makeCompact} leaves the values. */
  protected final ColumnValues compact = new ColumnValues();

  private byte[] spreadBytes = new byte[0];
  private boolean[] spreadMissing = new boolean[0];

  /**
   * @param own the dimensions of the table that the column varies along, ascending
   * @param rank of the table
   */
  LazyColumn(ScanColumn column, TileCursor tile, StopSign stop, int[] own, int rank) {
    super(column.decoder());
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
    unloadParts();
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
      bytes = compact.bytes();
      start = compact.start();
      missing = nulls() == NullRule.MASK ? compact.missing() : null;
      spreadKnown = false;
    } else {
      if (!sameLevels || !spreadKnown) {
        spread();
      }
      bytes = spreadBytes;
      start = 0;
      missing = nulls() == NullRule.MASK ? spreadMissing : null;
    }
    heap = compact.heap();
    count = tile.rows();
    loaded = true;
  }

  @Override
  public final boolean loadFill() {
    if (loaded) {
      return false;
    }
    stop.check();
    if (moveCompact()) {
      return false;
    }
    ColumnValues fill = fill(compactFrom, compactTo);
    if (fill == null) {
      return false;
    }
    bytes = fill.bytes();
    start = fill.start();
    missing = nulls() == NullRule.MASK ? fill.missing() : null;
    heap = fill.heap();
    count = 1;
    return true;
  }

  /**
   * Finds out whether a box has one value because no chunk is stored for it.
   *
   * @param from ordinals along the column's own dimensions
   * @return that value alone; null where it is not so, or not known
   */
  protected ColumnValues fill(long[] from, long[] to) {
    return null;
  }

  @Override
  final ColumnValues elements() {
    return compact;
  }

  /** The axis of a dimension is not counted. */
  @Override
  long heldBytes() {
    return super.heldBytes() + spreadBytes.length + spreadMissing.length + compact.heldBytes();
  }

  private void spread() {
    int rows = spread.rows();
    int width = type().width();
    spreadKnown = false;
    int size = ColumnValues.size(rows, width);
    if (spreadBytes.length < size) {
      spreadBytes = new byte[size];
    }
    spread.spread(compact.bytes(), compact.start(), spreadBytes, width);
    if (nulls() == NullRule.MASK) {
      if (spreadMissing.length < rows) {
        spreadMissing = new boolean[rows];
      }
      spread.spread(compact.missing(), spreadMissing);
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
