package dev.sparkzarr.dataset.block;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.dataset.write.ValueEncoder;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import java.util.Arrays;
import java.util.Optional;

/** Stores int32 and text as they are; a missing value is -1 or nothing. */
record PlainEncoder(boolean isText) implements ValueEncoder {
  @Override
  public ColumnType type() {
    return isText ? ColumnType.TEXT : ColumnType.INT32;
  }

  @Override
  public DataType stored() {
    return isText ? new DataType.Text() : new DataType.Numeric(ElementKind.INT32);
  }

  @Override
  public Optional<FillValue> missing() {
    return Optional.empty();
  }

  @Override
  public void encode(
      EncodableValues values, int start, int count, ChunkBuffer target, int targetStart) {
    for (int i = 0; i < count; i++) {
      boolean isMissing = values.missing() != null && values.missing()[start + i];
      if (isText) {
        int from = LittleEndian.int32(values.bytes(), 2 * (start + i));
        int length = isMissing ? 0 : LittleEndian.int32(values.bytes(), 2 * (start + i) + 1);
        byte[] slot = target.element(Arrays.copyOfRange(values.heap(), from, from + length));
        System.arraycopy(slot, 0, target.bytes(), (targetStart + i) * Long.BYTES, Long.BYTES);
      } else {
        int value = isMissing ? -1 : LittleEndian.int32(values.bytes(), start + i);
        LittleEndian.int32(target.bytes(), targetStart + i, value);
      }
    }
  }
}
