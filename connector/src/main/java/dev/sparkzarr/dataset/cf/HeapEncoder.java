package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.FillValue;
import java.util.List;

/** Texts and bytes of any length. */
final class HeapEncoder extends SlotEncoder {
  private static final long serialVersionUID = 1L;

  HeapEncoder(ColumnType type, DataType stored, List<byte[]> marks, Refusal refusal) {
    super(type, stored, marks, refusal);
  }

  @Override
  void put(byte[] heap, int from, int length, ChunkBuffer target, int index) {
    LittleEndian.int32(target.bytes(), 2 * index, target.heap().append(heap, from, length));
    LittleEndian.int32(target.bytes(), 2 * index + 1, length);
  }

  @Override
  FillValue element(byte[] value) {
    return new FillValue(value);
  }
}
