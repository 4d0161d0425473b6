package dev.sparkzarr.metadata;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The value of cells that no chunk stores, as the bit pattern of one element, little-endian: NaN
 * payloads and -0.0 are kept. Of a type of variable size it is the bytes of the value itself.
 * Immutable.
 */
public final class FillValue {
  private final byte[] pattern;

  /**
   * @param pattern one element, little-endian, or the bytes of a value of variable size; copied
   */
  public FillValue(byte[] pattern) {
    this.pattern = pattern.clone();
  }

  /**
   * @return a copy of the pattern
   */
  public byte[] pattern() {
    return pattern.clone();
  }

  /**
   * @return whether every byte is zero
   */
  public boolean isZero() {
    for (byte b : pattern) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FillValue fill && Arrays.equals(pattern, fill.pattern);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pattern);
  }

  @Override
  public String toString() {
    return "0x" + HexFormat.of().formatHex(pattern) + " (little-endian)";
  }
}
