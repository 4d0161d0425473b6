package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.DecodedReader;
import dev.sparkzarr.array.FetchPool;
import dev.sparkzarr.array.FetchSettings;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.store.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the rows of one partition, tile by tile. Rows come chunk by chunk, those of one chunk
 * together and in C order; chunks come in C order within a stored object, and stored objects in C
 * order (those that one chunk of another column covers come together). The chunks are those of the
 * projected column with the most dimensions (of these, the one with the largest chunks). A tile
 * never reaches across a chunk. For one thread; fetching ahead uses threads of its own, which
 * {@link #close} ends; {@code close} alone may be called from another thread.
 *
 * <p><b>Memory.</b> What a reader holds does not grow with the rows it reads; see {@link
 * ReaderMemory}.
 */
public final class TableReader implements AutoCloseable {
  private final StopSign stop;
  private final FetchPool fetching;
  private final BlockCursor blocks;
  private final TileCursor tiles;
  private final LazyColumn[] columns;
  private long rowsLeft;
  private int rows;

  TableReader(
      StopSign stop,
      FetchPool fetching,
      BlockCursor blocks,
      TileCursor tiles,
      LazyColumn[] columns,
      long rowLimit) {
    this.stop = stop;
    this.fetching = fetching;
    this.blocks = blocks;
    this.tiles = tiles;
    this.columns = columns;
    this.rowsLeft = rowLimit;
  }

  /**
   * Opens a partition. Sends no request until a column of a tile is loaded.
   *
   * @param store open; not closed by this reader
   * @param rowLimit no more rows than this are given
   * @param counters what reading adds to
   * @throws dev.sparkzarr.ZarrException when an array cannot be read by the engine
   */
  public static TableReader open(
      Store store, TableScan scan, Box box, long rowLimit, ReadCounters counters) {
    ArrayEngine engine = ArrayEngines.named(scan.settings().engine());
    List<ArrayReader> readers = new ArrayList<>();
    for (ScanColumn column : scan.columns()) {
      readers.add(column.axis() >= 0 ? null : open(store, engine, column.array(), scan, counters));
    }
    PlannedArrays planned = new PlannedArrays(store, scan.settings().consolidated());
    return TableReaderBuilder.build(store.describe(), readers, scan, box, rowLimit, planned::check);
  }

  private static ArrayReader open(
      Store store, ArrayEngine engine, ArrayHandle array, TableScan scan, ReadCounters counters) {
    ArrayMetadata metadata = ArrayMetadata.parse(array.document());
    FetchSettings fetch = scan.settings().fetch();
    ArrayReader reader = engine.open(store, array.path(), metadata, fetch, counters);
    return array.elements() == ArrayHandle.Elements.JOINED_CHARACTERS
        ? new JoinedCharacters(reader, scan.settings().failOnMissingChunk())
        : DecodedReader.around(reader, store, array.path(), scan.settings().decoded(), counters);
  }

  /**
   * Moves to the next tile; what the tile before held is gone.
   *
   * @return false when there is none
   * @throws DatasetException when the reader was closed or the thread interrupted
   */
  public boolean next() {
    stop.check();
    rowsLeft -= rows;
    rows = 0;
    if (rowsLeft <= 0 || !nextTile()) {
      return false;
    }
    rows = (int) Math.min(rowsLeft, tiles.rows());
    for (LazyColumn column : columns) {
      column.unload();
    }
    return true;
  }

  private boolean nextTile() {
    while (!tiles.next()) {
      if (!blocks.next()) {
        return false;
      }
      tiles.reset(blocks.from(), blocks.to());
    }
    return true;
  }

  /**
   * @return rows of this tile, at least 1
   */
  public int rows() {
    return rows;
  }

  /**
   * A tile is a box of the partition's selected indexes, its rows in C order; {@link #rows} are
   * fewer where the row limit ends it.
   *
   * @return position of the tile's first index along a dimension, counting the indexes that are
   *     selected within the partition from 0
   */
  public long from(int dimension) {
    return tiles.from[dimension];
  }

  /**
   * @return position behind the tile's last index along a dimension, as {@link #from} counts
   */
  public long to(int dimension) {
    return tiles.to[dimension];
  }

  /**
   * @return the column's values in this tile; the same object for every tile
   */
  public TileColumn column(int column) {
    return columns[column];
  }

  /**
   * @return bytes of decoded chunks and tile buffers held now: at most what {@link ReaderMemory}
   *     says, without what is fetched and not decoded
   */
  long heldBytes() {
    return Arrays.stream(columns).mapToLong(LazyColumn::heldBytes).sum();
  }

  /**
   * Stops fetching and ends its threads, also in the middle of a request; the reading thread gets
   * an error at the next chunk. Idempotent.
   */
  @Override
  public void close() {
    stop.stop();
    fetching.close();
  }
}
