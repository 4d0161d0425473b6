package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.Utf8;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.dataset.write.ValueEncoder;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.FillValue;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What encoders of texts and bytes share: text that is not UTF-8 is refused, and so is a value that
 * would be read as missing. Immutable.
 */
abstract class SlotEncoder implements ValueEncoder {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_BYTES = 16;

  private final ColumnType type;
  private final DataType stored;
  private final byte[][] marks;
  private final byte[] missing;
  final Refusal refusal;

  /**
   * @param type TEXT or BINARY
   * @param marks bytes of values that are read as missing; the first is what is written
   */
  SlotEncoder(ColumnType type, DataType stored, List<byte[]> marks, Refusal refusal) {
    this.type = type;
    this.stored = stored;
    this.marks = marks.toArray(byte[][]::new);
    this.missing = marks.isEmpty() ? null : marks.get(0);
    this.refusal = refusal;
  }

  /** Writes one element. */
  abstract void put(byte[] heap, int from, int length, ChunkBuffer target, int index);

  /** The element of a value, as a fill value has it. */
  abstract FillValue element(byte[] value);

  @Override
  public final ColumnType type() {
    return type;
  }

  @Override
  public final DataType stored() {
    return stored;
  }

  @Override
  public final Optional<FillValue> missing() {
    return missing == null ? Optional.empty() : Optional.of(element(missing));
  }

  @Override
  public final void encode(
      EncodableValues values, int start, int count, ChunkBuffer target, int targetStart) {
    Objects.checkFromIndexSize(start, count, values.bytes().length / Long.BYTES);
    Objects.checkFromIndexSize(targetStart, count, target.elements());
    byte[] heap = values.heap();
    for (int i = 0; i < count; i++) {
      if (values.missing() != null && values.missing()[start + i]) {
        putMissing(target, targetStart + i);
        continue;
      }
      int from = LittleEndian.int32(values.bytes(), 2 * (start + i));
      int length = LittleEndian.int32(values.bytes(), 2 * (start + i) + 1);
      if (type.equals(ColumnType.TEXT) && !Utf8.isValid(heap, from, from + length)) {
        throw refusal.value(
            shown(heap, from, length) + " is not UTF-8",
            "Cast the column to BINARY, or clean the text.");
      }
      refuseMark(heap, from, length);
      put(heap, from, length, target, targetStart + i);
    }
  }

  private void refuseMark(byte[] heap, int from, int length) {
    for (byte[] mark : marks) {
      if (mark.length == length && Arrays.equals(mark, 0, length, heap, from, from + length)) {
        throw refusal.value(
            shown(heap, from, length) + " is what stands for a missing one",
            "It would be read as NULL: write the array with another _FillValue, or with none.");
      }
    }
  }

  private void putMissing(ChunkBuffer target, int index) {
    if (missing == null) {
      throw refusal.because(
          "a value is NULL, and the array has no element that stands for one. Name one that no value"
              + " has, such as "
              + refusal.encoding("\"_FillValue\":\"missing\"")
              + ", replace NULL in the column, or leave such rows out.");
    }
    put(missing, 0, missing.length, target, index);
  }

  /** A value as messages show it. */
  final String shown(byte[] heap, int from, int length) {
    if (type.equals(ColumnType.TEXT) && Utf8.isValid(heap, from, from + length)) {
      byte[] slot = new byte[Long.BYTES];
      LittleEndian.int32(slot, 0, from);
      LittleEndian.int32(slot, 1, length);
      return "'" + TimeText.of(ColumnType.TEXT, new EncodableValues(slot, null, heap), 0) + "'";
    }
    int shown = Math.min(length, SHOWN_BYTES);
    return "0x"
        + HexFormat.of().formatHex(heap, from, from + shown)
        + (shown < length ? "..." : "");
  }
}
