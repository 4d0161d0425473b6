package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import java.io.ByteArrayOutputStream;

/**
 * Values of one column on their way to a store, laid out as {@link
 * dev.sparkzarr.dataset.ColumnType} says.
 *
 * @param bytes the values, little-endian; those that are missing are of any bits
 * @param missing a flag for each value; null when none is missing
 * @param heap what slots point into, those of strings within structs and arrays too; null for
 *     values of fixed size
 */
public record EncodableValues(byte[] bytes, boolean[] missing, byte[] heap) {
  /**
   * All values of an axis, as the values of a column. Times of a calendar become their texts.
   *
   * @throws ArithmeticException when they are more than 2 GiB
   */
  public static EncodableValues of(Axis axis) {
    int length = Math.toIntExact(axis.length());
    boolean[] missing = axis.hasMissing() ? new boolean[length] : null;
    for (int i = 0; missing != null && i < length; i++) {
      missing[i] = axis.isMissing(i);
    }
    if (axis.isIndex()) {
      byte[] indexes = new byte[Math.multiplyExact(length, Long.BYTES)];
      for (int i = 0; i < length; i++) {
        LittleEndian.int64(indexes, i, i);
      }
      return new EncodableValues(indexes, missing, null);
    }
    if (axis.type().kind() != ColumnType.Kind.CALENDAR_TEXT) {
      return new EncodableValues(axis.bytes(), missing, axis.heap());
    }
    byte[] slots = new byte[axis.bytes().length];
    ByteArrayOutputStream heap = new ByteArrayOutputStream();
    for (int i = 0; i < length; i++) {
      if (missing == null || !missing[i]) {
        byte[] text = axis.bytesAt(i);
        LittleEndian.int32(slots, 2 * i, heap.size());
        LittleEndian.int32(slots, 2 * i + 1, text.length);
        heap.writeBytes(text);
      }
    }
    return new EncodableValues(slots, missing, heap.toByteArray());
  }
}
