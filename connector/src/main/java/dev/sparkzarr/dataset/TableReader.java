package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.store.Store;

/**
 * Reads the rows of one partition, tile by tile. Rows come in C order of the chunks, and in C order
 * within a chunk; rows of one chunk together. For one thread; fetching ahead uses threads of its
 * own, which {@link #close} ends.
 */
public final class TableReader implements AutoCloseable {
  private TableReader() {}

  /**
   * Opens a partition. Sends no request until a column of a tile is loaded.
   *
   * @param store open; not closed by this reader
   * @param rowLimit no more rows than this are given
   * @param counters what reading adds to
   */
  public static TableReader open(
      Store store, TableScan scan, Box box, long rowLimit, ReadCounters counters) {
    throw new UnsupportedOperationException();
  }

  /**
   * Moves to the next tile; what the tile before held is gone.
   *
   * @return false when there is none
   */
  public boolean next() {
    throw new UnsupportedOperationException();
  }

  /**
   * @return rows of this tile, at least 1
   */
  public int rows() {
    throw new UnsupportedOperationException();
  }

  /**
   * @return the column's values in this tile; the same object for every tile
   */
  public TileColumn column(int column) {
    throw new UnsupportedOperationException();
  }

  /** Stops fetching and ends its threads, also in the middle of a request. Idempotent. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
