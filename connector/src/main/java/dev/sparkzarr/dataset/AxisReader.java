package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.cf.CfVariable;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.store.Store;
import java.util.Arrays;

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
    long length = coordinate.elements().shape().length(0);
    ValueDecoder decoder = variable.decoder();
    DataType type = coordinate.elements().dataType().storage();
    int stored = type.layout().width();
    checkSize(coordinate, length, Math.max(stored, decoder.type().width()));
    ChunkBuffer raw = new ChunkBuffer(type);
    ArrayReader reader = engine.open(store, coordinate.path(), coordinate.array(), counters);
    if (coordinate.joinsCharacters()) {
      reader = new JoinedCharacters(reader, false);
    }
    checkChunks(coordinate, reader.grid().chunks().get(0));
    CoordinateFetch.read(reader, raw);
    int count = (int) length;
    ColumnValues decoded = new ColumnValues();
    decoded.take(decoder, raw.bytes(), 0, count, raw.heap().bytes());
    int width = decoder.type().width();
    byte[] values =
        Arrays.copyOfRange(
            decoded.bytes(), decoded.start() * width, (decoded.start() + count) * width);
    boolean[] missing =
        decoder.nulls() == NullRule.MASK && anyOf(decoded.missing(), count)
            ? Arrays.copyOf(decoded.missing(), count)
            : null;
    if (variable.gregorian().isPresent() && allGregorian(values, missing, count)) {
      decoder = variable.gregorian().get();
    }
    Axis axis = axis(coordinate, decoder, values, missing, decoded);
    return new Decoded(axis, decoder);
  }

  private Axis axis(
      Member coordinate,
      ValueDecoder decoder,
      byte[] values,
      boolean[] missing,
      ColumnValues decoded) {
    String name = coordinate.path().name();
    ColumnType type = decoder.type();
    if (type.isBytes()) {
      checkSize(coordinate, SlotCopy.size(values), 1);
      return Axis.slots(name, type, values, missing, SlotCopy.compact(values, decoded.heap()), 0);
    }
    if (type.kind() == ColumnType.Kind.ARRAY) {
      int width = decoder.parts().get(0).width();
      int from = decoded.firstElement() * width;
      byte[] heap = Arrays.copyOfRange(decoded.heap(), from, from + decoded.elements() * width);
      return Axis.slots(name, type, values, missing, heap, decoded.elements());
    }
    return Axis.values(name, type, values, missing, decoder.calendarText().orElse(null));
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

  private static boolean anyOf(boolean[] missing, int count) {
    for (int i = 0; i < count; i++) {
      if (missing[i]) {
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
