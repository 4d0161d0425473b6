package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.NullRule;
import java.util.List;

/**
 * Texts and bytes of any length: where they stand already. That texts are UTF-8 is known since
 * their chunk was decoded.
 */
final class HeapDecoder extends SlotDecoder {
  private static final long serialVersionUID = 1L;

  HeapDecoder(ColumnType type, List<byte[]> missingValues, String where) {
    super(type, missingValues, where);
  }

  @Override
  public boolean isIdentity() {
    return nulls() == NullRule.NONE;
  }

  @Override
  void slots(byte[] raw, int rawStart, int count, byte[] rawHeap, ColumnValues values) {
    System.arraycopy(raw, rawStart * Long.BYTES, values.bytes(), 0, count * Long.BYTES);
    values.heap(rawHeap);
  }
}
