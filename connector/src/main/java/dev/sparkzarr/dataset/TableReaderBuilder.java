package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.FetchPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Puts a {@link TableReader} together: selection within the box, block grid, columns. */
final class TableReaderBuilder {
  private final List<ArrayReader> readers;
  private final TableScan scan;
  private final List<IndexSet> selection = new ArrayList<>();
  private final SelectedIndexes[] selected;
  private final List<ColumnGrid> grids = new ArrayList<>();
  private final StopSign stop = new StopSign();
  private final String store;
  private final Consumer<ArrayHandle> chunkIsMissing;

  private TableReaderBuilder(
      String store,
      List<ArrayReader> readers,
      TableScan scan,
      Box box,
      Consumer<ArrayHandle> chunkIsMissing) {
    this.store = store;
    this.chunkIsMissing = chunkIsMissing;
    this.readers = readers;
    this.scan = scan;
    this.selected = new SelectedIndexes[scan.axes().size()];
    for (int d = 0; d < selected.length; d++) {
      selection.add(scan.selection().get(d).slice(box.start(d), box.stop(d)));
      selected[d] = new SelectedIndexes(selection.get(d));
    }
    for (int i = 0; i < readers.size(); i++) {
      ScanColumn column = scan.columns().get(i);
      grids.add(
          readers.get(i) == null
              ? null
              : new ColumnGrid(readers.get(i), column.dimensions(), scan.axes(), column.name()));
    }
  }

  /**
   * @param store its place, for messages
   * @param readers one for each column, null for those that an axis gives
   * @param chunkIsMissing told of the array of each chunk that is not stored; an error that it
   *     raises goes to the reader
   */
  static TableReader build(
      String store,
      List<ArrayReader> readers,
      TableScan scan,
      Box box,
      long rowLimit,
      Consumer<ArrayHandle> chunkIsMissing) {
    return new TableReaderBuilder(store, readers, scan, box, chunkIsMissing).build(rowLimit);
  }

  private TableReader build(long rowLimit) {
    BlockGrid blockGrid =
        new BlockGrid(grids.stream().filter(Objects::nonNull).toList(), selection);
    BlockCursor blocks = new BlockCursor(selected, blockGrid);
    int maxRows = (int) Math.max(1, Math.min(tileRows(), rowLimit));
    TileCursor tiles = new TileCursor(selected.length, maxRows);
    ReaderMemory memory = new ReaderMemory(grids, blockGrid);
    FetchPool pool = new FetchPool(scan.settings().fetch(), "spark-zarr-fetch");
    LazyColumn[] columns = new LazyColumn[readers.size()];
    for (int i = 0; i < columns.length; i++) {
      ScanColumn column = scan.columns().get(i);
      ColumnGrid grid = grids.get(i);
      if (grid == null) {
        Axis axis = column.computed() == null ? scan.axes().get(column.axis()) : column.computed();
        columns[i] = new AxisColumn(column, axis, selected, tiles, stop);
        continue;
      }
      SelectedIndexes[] own =
          Arrays.stream(grid.dimensions())
              .mapToObj(d -> selected[d])
              .toArray(SelectedIndexes[]::new);
      int capacity = memory.chunks(grid);
      BlockCursor ahead = new BlockCursor(selected, blockGrid);
      ChunkWalk walk = new ChunkWalk(ahead, blocks, own, grid, rowLimit, capacity);
      ChunkFeed feed = new ChunkFeed(pool, readers.get(i), walk, blocks);
      DecodedChunks chunks =
          new DecodedChunks(readers.get(i), feed, grid, memory, missing(column), stop);
      columns[i] = new ArrayColumn(column, grid, chunks, own, selected.length, tiles, stop);
    }
    return new TableReader(stop, pool, blocks, tiles, columns, rowLimit);
  }

  /** Fewer where elements are wide. */
  private long tileRows() {
    long widest = 1;
    for (ColumnGrid grid : grids) {
      widest = Math.max(widest, grid == null ? 1 : grid.type().layout().width());
    }
    for (ScanColumn column : scan.columns()) {
      widest = Math.max(widest, column.type().width());
    }
    return Math.min(scan.settings().tileRows(), ReaderMemory.TILE_BYTES / widest);
  }

  private Consumer<ChunkIndex> missing(ScanColumn column) {
    if (!scan.settings().failOnMissingChunk()) {
      return chunk -> chunkIsMissing.accept(column.array());
    }
    return chunk -> {
      chunkIsMissing.accept(column.array());
      throw new DatasetException(
          "Cannot read column "
              + column.name()
              + ": chunk "
              + chunk
              + " of array "
              + column.array().path()
              + " in "
              + store
              + " is not stored. Use option missingChunks=fill to read the fill value there.");
    };
  }
}
