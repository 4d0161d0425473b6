package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.codec.Utf8;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.LittleEndian;
import java.util.HexFormat;
import java.util.List;

/** Bytes of one length, where they stand already. */
final class FixedBytesDecoder extends SlotDecoder {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN_BYTES = 16;

  private final int width;
  private final boolean padded;

  private FixedBytesDecoder(
      ColumnType type, int width, boolean padded, List<byte[]> missingValues, String where) {
    super(type, missingValues, where);
    this.width = width;
    this.padded = padded;
  }

  /** Elements whose zeros at the end are padding. */
  static FixedBytesDecoder padded(
      ColumnType type, int width, List<byte[]> missingValues, String where) {
    return new FixedBytesDecoder(type, width, true, missingValues, where);
  }

  /** Elements all of whose bytes are the value. */
  static FixedBytesDecoder whole(int width, String where) {
    return new FixedBytesDecoder(ColumnType.BINARY, width, false, List.of(), where);
  }

  @Override
  void slots(byte[] raw, int rawStart, int count, byte[] rawHeap, ColumnValues values) {
    byte[] slots = values.bytes();
    for (int i = 0, from = rawStart * width; i < count; i++, from += width) {
      int to = from + width;
      while (padded && to > from && raw[to - 1] == 0) {
        to--;
      }
      LittleEndian.int32(slots, 2 * i, from);
      LittleEndian.int32(slots, 2 * i + 1, to - from);
    }
    values.heap(raw);
    if (type().equals(ColumnType.TEXT)) {
      check(values, count);
    }
  }

  private void check(ColumnValues values, int count) {
    byte[] heap = values.heap();
    long last = 0;
    for (int i = 0; i < count; i++) {
      long slot = LittleEndian.int64(values.bytes(), i);
      if (slot != last) {
        int from = (int) slot;
        int to = from + (int) (slot >>> 32);
        if (!Utf8.isValid(heap, from, to)) {
          throw notText(heap, from, to);
        }
        last = slot;
      }
    }
  }

  private DatasetException notText(byte[] heap, int from, int to) {
    int shown = Math.min(to, from + SHOWN_BYTES);
    return new DatasetException(
        "Cannot decode "
            + where
            + " as text: a value is not UTF-8 (bytes "
            + HexFormat.of().formatHex(heap, from, shown)
            + (shown < to ? "..." : "")
            + "). Set decodeCf=false to read the stored bytes.");
  }
}
