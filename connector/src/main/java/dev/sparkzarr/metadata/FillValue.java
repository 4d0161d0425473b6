package dev.sparkzarr.metadata;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The value of cells that no chunk stores, as the bit pattern of one element, little-endian: NaN
 * payloads and -0.0 are kept. Of a type of variable size it is the bytes of the value itself. Zeros
 * at the end take no memory. Immutable.
 */
public final class FillValue {
  private static final int LONGEST_SHOWN = 64;

  private final byte[] start; // no zero at its end
  private final int length;

  /**
   * @param pattern one element, little-endian, or the bytes of a value of variable size; copied
   */
  public FillValue(byte[] pattern) {
    this(pattern, pattern.length);
  }

  private FillValue(byte[] pattern, int length) {
    int end = pattern.length;
    while (end > 0 && pattern[end - 1] == 0) {
      end--;
    }
    this.start = Arrays.copyOf(pattern, end);
    this.length = length;
  }

  /**
   * A pattern with zeros at its end.
   *
   * @param start copied
   * @param length bytes in all, at least those of {@code start}
   */
  static FillValue padded(byte[] start, int length) {
    return new FillValue(start, length);
  }

  /**
   * What is read where a document leaves it open: zero bits, NaT of a time, and nothing where
   * elements are of variable size.
   *
   * @param type of the elements
   */
  public static FillValue undefined(DataType type) {
    if (type.storage() instanceof DataType.Time) {
      return new FillValue(new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) 0x80});
    }
    ElementLayout layout = type.layout();
    return padded(new byte[0], layout.variable() ? 0 : layout.width());
  }

  /**
   * @return a copy of the pattern
   */
  public byte[] pattern() {
    return Arrays.copyOf(start, length);
  }

  /** A copy of the pattern up to its last byte that is not zero. */
  byte[] unpadded() {
    return start.clone();
  }

  /**
   * @return bytes of the pattern
   */
  public int length() {
    return length;
  }

  /**
   * @return whether every byte is zero
   */
  public boolean isZero() {
    return start.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FillValue fill
        && length == fill.length
        && Arrays.equals(start, fill.start);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(start) + length;
  }

  @Override
  public String toString() {
    return length > LONGEST_SHOWN
        ? length + " bytes"
        : "0x" + HexFormat.of().formatHex(pattern()) + " (little-endian)";
  }
}
