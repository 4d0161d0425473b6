package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.cf.CfVariable;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.store.Store;

/** Reads the values of index coordinates. */
final class AxisReader {
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  /** One request each: more would take hours. */
  private static final long MOST_CHUNKS = 1_000_000;

  private final Store store;
  private final ArrayEngine engine;
  private final ReadCounters counters;

  AxisReader(Store store, ArrayEngine engine, ReadCounters counters) {
    this.store = store;
    this.engine = engine;
    this.counters = counters;
  }

  /** An axis and how its values came about. */
  record Decoded(Axis axis, ValueDecoder decoder) {}

  /**
   * Reads and decodes a whole index coordinate, one request for each of its chunks.
   *
   * @param variable how it is decoded
   */
  Decoded read(Member coordinate, CfVariable variable) {
    long length = coordinate.array().shape().length(0);
    ValueDecoder decoder = variable.decoder();
    int stored = ((DataType.Numeric) coordinate.array().dataType()).kind().width();
    checkSize(coordinate, length, Math.max(stored, decoder.type().width()));
    ChunkBuffer raw = new ChunkBuffer(((DataType.Numeric) coordinate.array().dataType()).kind());
    ArrayReader reader = engine.open(store, coordinate.path(), coordinate.array(), counters);
    checkChunks(coordinate, reader.grid().chunks().get(0));
    CoordinateFetch.read(reader, raw);
    int count = (int) length;
    byte[] values = new byte[count * decoder.type().width()];
    boolean[] missing = decoder.nulls() == NullRule.MASK ? new boolean[count] : null;
    if (decoder.isIdentity()) {
      System.arraycopy(raw.bytes(), 0, values, 0, values.length);
    } else {
      decoder.decode(raw.bytes(), 0, count, values, missing);
    }
    if (missing != null && !anyOf(missing)) {
      missing = null;
    }
    if (variable.gregorian().isPresent() && allGregorian(values, missing, count)) {
      decoder = variable.gregorian().get();
    }
    Axis axis =
        Axis.values(
            coordinate.path().name(),
            decoder.type(),
            values,
            missing,
            decoder.calendarText().orElse(null));
    return new Decoded(axis, decoder);
  }

  private void checkSize(Member coordinate, long length, int width) {
    long limit = Math.min(LARGEST, Runtime.getRuntime().maxMemory() / 4);
    if (length > limit / width) {
      throw new DatasetException(
          "Cannot read the coordinate "
              + coordinate.path()
              + " in "
              + store.describe()
              + ": its "
              + length
              + " values of "
              + width
              + " bytes are more than the "
              + limit
              + " bytes that a coordinate may take here, at most 2 GiB and a quarter of the"
              + " memory.");
    }
  }

  private void checkChunks(Member coordinate, ChunkEdges chunks) {
    if (chunks.count() > MOST_CHUNKS) {
      throw new DatasetException(
          "Cannot read the coordinate "
              + coordinate.path()
              + " in "
              + store.describe()
              + ": its "
              + chunks.dimensionLength()
              + " values are in "
              + chunks.count()
              + " chunks, and at most "
              + MOST_CHUNKS
              + " are requested. Rewrite it in larger chunks.");
    }
  }

  private static boolean anyOf(boolean[] missing) {
    for (boolean each : missing) {
      if (each) {
        return true;
      }
    }
    return false;
  }

  private static boolean allGregorian(byte[] values, boolean[] missing, int count) {
    for (int i = 0; i < count; i++) {
      boolean here = missing == null || !missing[i];
      if (here && LittleEndian.int64(values, i) < CfVariable.GREGORIAN_START_MICROS) {
        return false;
      }
    }
    return true;
  }
}
