package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.EncodedChunk;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.Shape;

/** The values of one chunk, as far as it lies within its array: decoded when they are asked for. */
final class ChunkValues extends CompositeColumn {
  private final ArrayReader reader;
  private final ValueDecoder decoder;
  private final ChunkBuffer chunk;
  private final ColumnValues values = new ColumnValues();
  private byte[] clipped = new byte[0];
  private EncodedChunk encoded;
  private boolean loaded;

  ChunkValues(ArrayReader reader, ValueDecoder decoder) {
    super(decoder);
    this.reader = reader;
    this.decoder = decoder;
    this.chunk = new ChunkBuffer(reader.metadata().dataType());
  }

  /** Stands for another chunk from now on. */
  void moveTo(EncodedChunk newEncoded, Shape clippedShape) {
    encoded = newEncoded;
    count = Math.toIntExact(clippedShape.elements());
    loaded = false;
    unloadParts();
  }

  @Override
  public ColumnType type() {
    return decoder.type();
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
  public void load() {
    if (loaded) {
      return;
    }
    reader.decode(encoded, chunk);
    byte[] elements = chunk.bytes();
    if (count < chunk.elements()) {
      int size = ColumnValues.size(count, chunk.type().layout().width());
      if (clipped.length < size) {
        clipped = new byte[size];
      }
      reader.grid().clip(encoded.index(), chunk, clipped);
      elements = clipped;
    }
    values.take(decoder, elements, 0, count, chunk.heap().bytes());
    bytes = values.bytes();
    start = values.start();
    heap = values.heap();
    missing = nulls() == NullRule.MASK ? values.missing() : null;
    loaded = true;
  }

  @Override
  ColumnValues elements() {
    return values;
  }
}
