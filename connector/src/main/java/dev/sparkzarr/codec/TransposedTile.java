package dev.sparkzarr.codec;

/**
 * Turns a tile. Elements of 1, 2 and 4 bytes go eight columns of the source at a time: as many rows
 * as a word holds are read, turned in registers and written as words of the target. Others, and
 * what is left of columns and rows, go element by element. Stateless.
 */
final class TransposedTile {
  private static final long HALVES = 0x00000000FFFFFFFFL;
  private static final long QUARTERS = 0x0000FFFF0000FFFFL;
  private static final long BYTES = 0x00FF00FF00FF00FFL;

  private TransposedTile() {}

  /**
   * @param sStride from a column to the next in the source, where rows are neighbours; in bytes
   * @param tStride from a row to the next in the target, where columns are neighbours; in bytes
   * @param width bytes of an element
   */
  static void turn(
      byte[] source,
      int from,
      int sStride,
      byte[] target,
      int to,
      int tStride,
      int rows,
      int columns,
      int width) {
    int wholeRows = width > 4 || width == 3 ? 0 : rows & -(8 / width);
    int wholeColumns = width > 4 || width == 3 ? 0 : columns & -8;
    for (int c = 0; c < wholeColumns; c += 8) {
      int in = from + c * sStride;
      int out = to + c * width;
      switch (width) {
        case 1 -> columns1(source, in, sStride, target, out, tStride, wholeRows);
        case 2 -> columns2(source, in, sStride, target, out, tStride, wholeRows);
        default -> columns4(source, in, sStride, target, out, tStride, wholeRows);
      }
    }
    for (int r = 0; r < rows; r++) {
      int first = r < wholeRows ? wholeColumns : 0;
      int in = from + r * width;
      int out = to + r * tStride;
      switch (width) {
        case 1 -> row1(source, in, sStride, target, out, first, columns);
        case 2 -> row2(source, in, sStride, target, out, first, columns);
        case 4 -> row4(source, in, sStride, target, out, first, columns);
        case 8 -> row8(source, in, sStride, target, out, first, columns);
        default -> {
          for (int c = first; c < columns; c++) {
            System.arraycopy(source, in + c * sStride, target, out + c * width, width);
          }
        }
      }
    }
  }

  private static void row1(
      byte[] source, int from, int sStride, byte[] target, int to, int first, int columns) {
    for (int c = first; c < columns; c++) {
      target[to + c] = source[from + c * sStride];
    }
  }

  private static void row2(
      byte[] source, int from, int sStride, byte[] target, int to, int first, int columns) {
    for (int c = first; c < columns; c++) {
      RawBytes.putShort(target, to + c * 2, RawBytes.getShort(source, from + c * sStride));
    }
  }

  private static void row4(
      byte[] source, int from, int sStride, byte[] target, int to, int first, int columns) {
    for (int c = first; c < columns; c++) {
      RawBytes.putInt(target, to + c * 4, RawBytes.getInt(source, from + c * sStride));
    }
  }

  private static void row8(
      byte[] source, int from, int sStride, byte[] target, int to, int first, int columns) {
    for (int c = first; c < columns; c++) {
      RawBytes.putLong(target, to + c * 8, RawBytes.getLong(source, from + c * sStride));
    }
  }

  // Kept long for the compiler: eight words in registers.
  private static void columns1(
      byte[] source, int from, int sStride, byte[] target, int to, int tStride, int rows) {
    for (int r = 0; r < rows; r += 8) {
      int in = from + r * 1;
      long a = RawBytes.getLong(source, in);
      long b = RawBytes.getLong(source, in + sStride);
      long c = RawBytes.getLong(source, in + 2 * sStride);
      long d = RawBytes.getLong(source, in + 3 * sStride);
      long e = RawBytes.getLong(source, in + 4 * sStride);
      long f = RawBytes.getLong(source, in + 5 * sStride);
      long g = RawBytes.getLong(source, in + 6 * sStride);
      long h = RawBytes.getLong(source, in + 7 * sStride);
      long swap = (a >>> 32 ^ e) & HALVES;
      e ^= swap;
      a ^= swap << 32;
      swap = (b >>> 32 ^ f) & HALVES;
      f ^= swap;
      b ^= swap << 32;
      swap = (c >>> 32 ^ g) & HALVES;
      g ^= swap;
      c ^= swap << 32;
      swap = (d >>> 32 ^ h) & HALVES;
      h ^= swap;
      d ^= swap << 32;
      swap = (a >>> 16 ^ c) & QUARTERS;
      c ^= swap;
      a ^= swap << 16;
      swap = (b >>> 16 ^ d) & QUARTERS;
      d ^= swap;
      b ^= swap << 16;
      swap = (e >>> 16 ^ g) & QUARTERS;
      g ^= swap;
      e ^= swap << 16;
      swap = (f >>> 16 ^ h) & QUARTERS;
      h ^= swap;
      f ^= swap << 16;
      swap = (a >>> 8 ^ b) & BYTES;
      b ^= swap;
      a ^= swap << 8;
      swap = (c >>> 8 ^ d) & BYTES;
      d ^= swap;
      c ^= swap << 8;
      swap = (e >>> 8 ^ f) & BYTES;
      f ^= swap;
      e ^= swap << 8;
      swap = (g >>> 8 ^ h) & BYTES;
      h ^= swap;
      g ^= swap << 8;
      int out = to + r * tStride;
      RawBytes.putLong(target, out, a);
      RawBytes.putLong(target, out + tStride, b);
      RawBytes.putLong(target, out + 2 * tStride, c);
      RawBytes.putLong(target, out + 3 * tStride, d);
      RawBytes.putLong(target, out + 4 * tStride, e);
      RawBytes.putLong(target, out + 5 * tStride, f);
      RawBytes.putLong(target, out + 6 * tStride, g);
      RawBytes.putLong(target, out + 7 * tStride, h);
    }
  }

  private static void columns2(
      byte[] source, int from, int sStride, byte[] target, int to, int tStride, int rows) {
    for (int r = 0; r < rows; r += 4) {
      int in = from + r * 2;
      long a = RawBytes.getLong(source, in);
      long b = RawBytes.getLong(source, in + sStride);
      long c = RawBytes.getLong(source, in + 2 * sStride);
      long d = RawBytes.getLong(source, in + 3 * sStride);
      long e = RawBytes.getLong(source, in + 4 * sStride);
      long f = RawBytes.getLong(source, in + 5 * sStride);
      long g = RawBytes.getLong(source, in + 6 * sStride);
      long h = RawBytes.getLong(source, in + 7 * sStride);
      long swap = (a >>> 32 ^ c) & HALVES;
      c ^= swap;
      a ^= swap << 32;
      swap = (b >>> 32 ^ d) & HALVES;
      d ^= swap;
      b ^= swap << 32;
      swap = (e >>> 32 ^ g) & HALVES;
      g ^= swap;
      e ^= swap << 32;
      swap = (f >>> 32 ^ h) & HALVES;
      h ^= swap;
      f ^= swap << 32;
      swap = (a >>> 16 ^ b) & QUARTERS;
      b ^= swap;
      a ^= swap << 16;
      swap = (c >>> 16 ^ d) & QUARTERS;
      d ^= swap;
      c ^= swap << 16;
      swap = (e >>> 16 ^ f) & QUARTERS;
      f ^= swap;
      e ^= swap << 16;
      swap = (g >>> 16 ^ h) & QUARTERS;
      h ^= swap;
      g ^= swap << 16;
      int out = to + r * tStride;
      RawBytes.putLong(target, out, a);
      RawBytes.putLong(target, out + 8, e);
      RawBytes.putLong(target, out + tStride, b);
      RawBytes.putLong(target, out + tStride + 8, f);
      RawBytes.putLong(target, out + 2 * tStride, c);
      RawBytes.putLong(target, out + 2 * tStride + 8, g);
      RawBytes.putLong(target, out + 3 * tStride, d);
      RawBytes.putLong(target, out + 3 * tStride + 8, h);
    }
  }

  private static void columns4(
      byte[] source, int from, int sStride, byte[] target, int to, int tStride, int rows) {
    for (int r = 0; r < rows; r += 2) {
      int in = from + r * 4;
      long a = RawBytes.getLong(source, in);
      long b = RawBytes.getLong(source, in + sStride);
      long c = RawBytes.getLong(source, in + 2 * sStride);
      long d = RawBytes.getLong(source, in + 3 * sStride);
      long e = RawBytes.getLong(source, in + 4 * sStride);
      long f = RawBytes.getLong(source, in + 5 * sStride);
      long g = RawBytes.getLong(source, in + 6 * sStride);
      long h = RawBytes.getLong(source, in + 7 * sStride);
      long swap = (a >>> 32 ^ b) & HALVES;
      b ^= swap;
      a ^= swap << 32;
      swap = (c >>> 32 ^ d) & HALVES;
      d ^= swap;
      c ^= swap << 32;
      swap = (e >>> 32 ^ f) & HALVES;
      f ^= swap;
      e ^= swap << 32;
      swap = (g >>> 32 ^ h) & HALVES;
      h ^= swap;
      g ^= swap << 32;
      int out = to + r * tStride;
      RawBytes.putLong(target, out, a);
      RawBytes.putLong(target, out + 8, c);
      RawBytes.putLong(target, out + 16, e);
      RawBytes.putLong(target, out + 24, g);
      RawBytes.putLong(target, out + tStride, b);
      RawBytes.putLong(target, out + tStride + 8, d);
      RawBytes.putLong(target, out + tStride + 16, f);
      RawBytes.putLong(target, out + tStride + 24, h);
    }
  }
}
