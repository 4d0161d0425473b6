package dev.sparkzarr.dataset.block;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Stored elements, compared and shown in messages. */
final class ElementText {
  private static final int LONGEST = 60;

  private ElementText() {}

  /**
   * Compares bit for bit.
   *
   * @param slots where the first element is, at byte {@code from}; of variable size its slot points
   *     into the heap of {@code buffer} too
   * @param to byte of the other element in {@code buffer}
   */
  static boolean same(byte[] slots, int from, ChunkBuffer buffer, int to) {
    if (buffer.isVariable()) {
      return Arrays.equals(bytes(buffer, slots, from), bytes(buffer, buffer.bytes(), to));
    }
    int width = buffer.type().layout().width();
    return Arrays.equals(slots, from, from + width, buffer.bytes(), to, to + width);
  }

  /**
   * @param elements where the element is, at byte {@code at}
   */
  static String of(ChunkBuffer buffer, byte[] elements, int at) {
    byte[] bytes = bytes(buffer, elements, at);
    String text =
        buffer.type() instanceof DataType.Numeric numeric
            ? number(numeric, bytes)
            : buffer.type() instanceof DataType.Text
                ? "'" + new String(bytes, StandardCharsets.UTF_8) + "'"
                : "0x" + HexFormat.of().formatHex(bytes);
    return (text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...") + " (stored)";
  }

  private static byte[] bytes(ChunkBuffer buffer, byte[] elements, int at) {
    if (!buffer.isVariable()) {
      return Arrays.copyOfRange(elements, at, at + buffer.type().layout().width());
    }
    int from = BlockBytes.getInt(elements, at);
    int length = BlockBytes.getInt(elements, at + Integer.BYTES);
    return Arrays.copyOfRange(buffer.heap().bytes(), from, from + length);
  }

  private static String number(DataType.Numeric type, byte[] bytes) {
    long bits = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      bits = bits << 8 | bytes[i] & 0xff;
    }
    if (type.kind().isFloat()) {
      return switch (bytes.length) {
        case Float.BYTES -> Float.toString(Float.intBitsToFloat((int) bits));
        case Double.BYTES -> Double.toString(Double.longBitsToDouble(bits));
        default -> "0x" + Long.toHexString(bits);
      };
    }
    int unused = Long.SIZE - 8 * bytes.length;
    return type.kind().isUnsigned()
        ? Long.toUnsignedString(bits)
        : Long.toString(bits << unused >> unused);
  }
}
