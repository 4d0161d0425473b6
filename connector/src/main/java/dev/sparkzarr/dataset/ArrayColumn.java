package dev.sparkzarr.dataset;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.ElementHeap;

/**
 * The values of an array: a view of the decoded chunk where the tile is one run in it and nothing
 * is to be decoded, else gathered and decoded tile by tile, while the memory is still in the cache.
 */
final class ArrayColumn extends LazyColumn {
  private final ValueDecoder decoder;
  private final DecodedChunks chunks;
  private final GridCursor parts;
  private final ChunkGather gather;
  private final int elementWidth;
  private final ElementHeap gatheredHeap = new ElementHeap();
  private byte[] gathered = new byte[0];
  private ColumnValues fill;

  /**
   * @param own the selections of the column's own dimensions
   * @param rank of the table
   */
  ArrayColumn(
      ScanColumn column,
      ColumnGrid grid,
      DecodedChunks chunks,
      SelectedIndexes[] own,
      int rank,
      TileCursor tile,
      StopSign stop) {
    super(column, tile, stop, grid.dimensions(), rank);
    this.decoder = column.decoder();
    this.chunks = chunks;
    this.elementWidth = grid.type().layout().width();
    this.parts = new GridCursor(own, grid.chunks());
    this.gather = new ChunkGather(own, grid, elementWidth);
  }

  @Override
  public NullRule nulls() {
    return decoder.nulls();
  }

  @Override
  public CalendarText calendarText() {
    return decoder.calendarText().orElse(null);
  }

  @Override
  protected void makeCompact(long[] from, long[] to, int count) {
    parts.reset(from, to);
    parts.next();
    ChunkBuffer chunk = chunks.get(parts.cell);
    int run = coversBox(to) ? gather.runStart(parts) : -1;
    if (run >= 0) {
      compact.take(decoder, chunk.bytes(), run, count, chunk.heap().bytes());
      return;
    }
    int size = ColumnValues.size(count, elementWidth);
    if (gathered.length < size) {
      gathered = new byte[size];
    }
    if (coversBox(to) || !chunk.isVariable()) {
      gather.copy(parts, from, to, chunk.bytes(), gathered);
      while (parts.next()) {
        gather.copy(parts, from, to, chunks.get(parts.cell).bytes(), gathered);
      }
      compact.take(decoder, gathered, 0, count, chunk.heap().bytes());
      return;
    }
    gatheredHeap.clear();
    gather.copy(parts, from, to, chunk, gathered, gatheredHeap);
    while (parts.next()) {
      gather.copy(parts, from, to, chunks.get(parts.cell), gathered, gatheredHeap);
    }
    compact.take(decoder, gathered, 0, count, gatheredHeap.bytes());
  }

  @Override
  protected ColumnValues fill(long[] from, long[] to) {
    parts.reset(from, to);
    parts.next();
    ChunkBuffer one = coversBox(to) ? chunks.fillOf(parts.cell) : null;
    if (one == null || one.isVariable()) {
      return null;
    }
    if (fill == null) {
      fill = new ColumnValues();
      fill.take(decoder, one.bytes(), 0, 1, one.heap().bytes());
    }
    return fill;
  }

  @Override
  long heldBytes() {
    return super.heldBytes() + chunks.heldBytes() + gathered.length + gatheredHeap.bytes().length;
  }

  /** Whether the first part is all there is. */
  private boolean coversBox(long[] to) {
    for (int i = 0; i < to.length; i++) {
      if (parts.to[i] < to[i]) {
        return false;
      }
    }
    return true;
  }
}
