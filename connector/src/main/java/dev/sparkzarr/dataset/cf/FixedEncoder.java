package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.FillValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Texts and bytes in elements of one length: padded with zeros, never cut. A zero at the end of a
 * value would be lost with the padding and is refused.
 */
final class FixedEncoder extends SlotEncoder {
  private static final long serialVersionUID = 1L;

  private final int width;
  private final boolean wide;
  private final boolean padded;

  private FixedEncoder(
      ColumnType type,
      DataType stored,
      int width,
      boolean wide,
      boolean padded,
      List<byte[]> marks,
      Refusal refusal) {
    super(type, stored, marks, refusal);
    this.width = width;
    this.wide = wide;
    this.padded = padded;
  }

  /** As UTF-32. */
  static FixedEncoder text(DataType.FixedText stored, List<byte[]> marks, Refusal refusal) {
    return new FixedEncoder(
        ColumnType.TEXT, stored, stored.layout().width(), true, true, marks, refusal);
  }

  /** As bytes. */
  static FixedEncoder bytes(
      ColumnType type, DataType.FixedBytes stored, List<byte[]> marks, Refusal refusal) {
    return new FixedEncoder(type, stored, stored.length(), false, true, marks, refusal);
  }

  /** As bytes all of which are the value. */
  static FixedEncoder raw(DataType.Raw stored, Refusal refusal) {
    return new FixedEncoder(
        ColumnType.BINARY, stored, stored.length(), false, false, List.of(), refusal);
  }

  @Override
  void put(byte[] heap, int from, int length, ChunkBuffer target, int index) {
    byte[] raw = target.bytes();
    int at = index * width;
    int size = wide ? putUtf32(heap, from, length, raw, at) : length;
    if (size > width || !padded && size < width) {
      throw refusal.value(
          shown(heap, from, length)
              + (size > width ? " is longer than " : " is not as long as ")
              + "the array's elements of "
              + (wide ? width / Integer.BYTES + " characters" : width + " bytes"),
          "Nothing is cut: write the array with a type that is wide enough, or with "
              + refusal.encoding("\"dtype\":\"" + (wide ? "string" : "bytes") + "\"")
              + ".");
    }
    if (padded && length > 0 && heap[from + length - 1] == 0) {
      throw refusal.value(
          shown(heap, from, length) + " ends in a zero byte",
          "Elements of one length are padded with zeros, so it would be lost: write the array with a"
              + " type of any length.");
    }
    if (!wide) {
      System.arraycopy(heap, from, raw, at, size);
    }
    Arrays.fill(raw, at + size, at + width, (byte) 0);
  }

  /**
   * @param heap has UTF-8 there
   * @return the bytes that the text takes; more than {@code width} when it does not fit
   */
  private int putUtf32(byte[] heap, int from, int length, byte[] raw, int at) {
    int size = 0;
    for (int i = from; i < from + length && size <= width; size += Integer.BYTES) {
      int lead = heap[i] & 0xff;
      int more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
      int character = more == 0 ? lead : lead & 0x3f >> more;
      for (int b = 1; b <= more; b++) {
        character = character << 6 | heap[i + b] & 0x3f;
      }
      i += more + 1;
      if (size < width) {
        LittleEndian.int32(raw, (at + size) / Integer.BYTES, character);
      }
    }
    return size;
  }

  @Override
  FillValue element(byte[] value) {
    byte[] element = new byte[width];
    if (wide) {
      int[] points = new String(value, StandardCharsets.UTF_8).codePoints().toArray();
      for (int i = 0; i < points.length; i++) {
        LittleEndian.int32(element, i, points[i]);
      }
    } else {
      System.arraycopy(value, 0, element, 0, value.length);
    }
    return new FillValue(element);
  }
}
