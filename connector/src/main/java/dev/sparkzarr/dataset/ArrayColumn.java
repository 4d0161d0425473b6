package dev.sparkzarr.dataset;

import dev.sparkzarr.codec.ChunkBuffer;

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
  private byte[] gathered = new byte[0];
  private byte[] decoded = new byte[0];

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
      decode(chunk.bytes(), run, count);
      return;
    }
    if (gathered.length < count * elementWidth) {
      gathered = new byte[count * elementWidth];
    }
    gather.copy(parts, from, to, chunk.bytes(), gathered);
    while (parts.next()) {
      gather.copy(parts, from, to, chunks.get(parts.cell).bytes(), gathered);
    }
    decode(gathered, 0, count);
  }

  @Override
  long heldBytes() {
    return super.heldBytes() + chunks.heldBytes() + gathered.length + decoded.length;
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

  private void decode(byte[] raw, int rawStart, int count) {
    if (decoder.isIdentity()) {
      compactBytes = raw;
      compactStart = rawStart;
      return;
    }
    int width = type().width();
    if (decoded.length < count * width) {
      decoded = new byte[count * width];
    }
    if (nulls() == NullRule.MASK && (compactMissing == null || compactMissing.length < count)) {
      compactMissing = new boolean[count];
    }
    decoder.decode(raw, rawStart, count, decoded, compactMissing);
    compactBytes = decoded;
    compactStart = 0;
  }
}
