package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.LittleEndian;
import java.util.List;

/** Bytes of one length, where they stand already. */
final class FixedBytesDecoder extends SlotDecoder {
  private static final long serialVersionUID = 1L;

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
  }

  @Override
  String remedy() {
    return "Set decodeCf=false to read the stored bytes.";
  }
}
