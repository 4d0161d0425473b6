package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import java.util.List;

/** Texts and bytes of any length: where they stand already. */
final class HeapDecoder extends SlotDecoder {
  private static final long serialVersionUID = 1L;

  HeapDecoder(ColumnType type, List<byte[]> missingValues, String where) {
    super(type, missingValues, where);
  }

  @Override
  void slots(byte[] raw, int rawStart, int count, byte[] rawHeap, ColumnValues values) {
    System.arraycopy(raw, rawStart * Long.BYTES, values.bytes(), 0, count * Long.BYTES);
    values.heap(rawHeap);
  }

  @Override
  String remedy() {
    return "The chunk is damaged, or was not written as text; leave the column out.";
  }
}
