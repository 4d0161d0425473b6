package dev.sparkzarr.codec;

/**
 * The byte shuffle of Blosc: all first bytes of the items, then all second ones, and so on; bytes
 * behind the last whole item stay behind. Eight items per step, as long words. Source and target do
 * not overlap. Stateless.
 */
final class ByteShuffle {
  private static final long HALVES = 0x0000FFFF0000FFFFL;
  private static final long BYTES = 0x00FF00FF00FF00FFL;

  private ByteShuffle() {}

  /** Planes to items. */
  static void decode(byte[] source, int from, byte[] target, int to, int length, int typeSize) {
    int items = length / typeSize;
    int whole = items & ~7;
    for (int plane = 0; plane < typeSize; ) {
      int left = typeSize - plane;
      int at = from + plane * items;
      int step;
      if (left >= 8) {
        step = 8;
        join8(source, at, items, target, to + plane, typeSize, whole);
      } else if (left >= 4) {
        step = 4;
        join4(source, at, items, target, to + plane, typeSize, whole);
      } else if (typeSize == 2) {
        step = 2;
        join2(source, at, items, target, to, whole);
      } else {
        step = 1;
        for (int i = 0; i < whole; i++) {
          target[to + plane + i * typeSize] = source[at + i];
        }
      }
      plane += step;
    }
    for (int i = whole; i < items; i++) {
      for (int plane = 0; plane < typeSize; plane++) {
        target[to + i * typeSize + plane] = source[from + plane * items + i];
      }
    }
    int used = items * typeSize;
    System.arraycopy(source, from + used, target, to + used, length - used);
  }

  /** Items to planes. */
  static void encode(byte[] source, int from, byte[] target, int to, int length, int typeSize) {
    int items = length / typeSize;
    int whole = items & ~7;
    for (int plane = 0; plane < typeSize; ) {
      int left = typeSize - plane;
      int at = to + plane * items;
      if (left >= 8) {
        split8(source, from + plane, typeSize, target, at, items, whole);
        plane += 8;
      } else if (left >= 4) {
        split4(source, from + plane, typeSize, target, at, items, whole);
        plane += 4;
      } else {
        for (int i = 0; i < whole; i++) {
          target[at + i] = source[from + plane + i * typeSize];
        }
        plane++;
      }
    }
    for (int i = whole; i < items; i++) {
      for (int plane = 0; plane < typeSize; plane++) {
        target[to + plane * items + i] = source[from + i * typeSize + plane];
      }
    }
    int used = items * typeSize;
    System.arraycopy(source, from + used, target, to + used, length - used);
  }

  private static void join2(byte[] source, int at, int items, byte[] target, int to, int whole) {
    for (int i = 0; i < whole; i += 8) {
      long a = RawBytes.getLong(source, at + i);
      long b = RawBytes.getLong(source, at + items + i);
      RawBytes.putLong(target, to + i * 2, mix(a & 0xFFFFFFFFL | b << 32));
      RawBytes.putLong(target, to + i * 2 + 8, mix(a >>> 32 | b & 0xFFFFFFFF00000000L));
    }
  }

  /** The bytes of the low and of the high half, by turns. */
  private static long mix(long word) {
    long swap = (word ^ word >>> 16) & 0x00000000FFFF0000L;
    long half = word ^ swap ^ swap << 16;
    swap = (half ^ half >>> 8) & 0x0000FF000000FF00L;
    return half ^ swap ^ swap << 8;
  }

  private static void join4(
      byte[] source, int at, int items, byte[] target, int to, int typeSize, int whole) {
    for (int i = 0; i < whole; i += 8) {
      long a = RawBytes.getLong(source, at + i);
      long b = RawBytes.getLong(source, at + items + i);
      long c = RawBytes.getLong(source, at + 2 * items + i);
      long d = RawBytes.getLong(source, at + 3 * items + i);
      // Two 4 x 4 byte matrices side by side, each turned by swapping quarters, then sixteenths.
      long swap = (a >>> 16 ^ c) & HALVES;
      c ^= swap;
      a ^= swap << 16;
      swap = (b >>> 16 ^ d) & HALVES;
      d ^= swap;
      b ^= swap << 16;
      swap = (a >>> 8 ^ b) & BYTES;
      b ^= swap;
      a ^= swap << 8;
      swap = (c >>> 8 ^ d) & BYTES;
      d ^= swap;
      c ^= swap << 8;
      int out = to + i * typeSize;
      if (typeSize == 4) {
        RawBytes.putLong(target, out, a & 0xFFFFFFFFL | b << 32);
        RawBytes.putLong(target, out + 8, c & 0xFFFFFFFFL | d << 32);
        RawBytes.putLong(target, out + 16, a >>> 32 | b & 0xFFFFFFFF00000000L);
        RawBytes.putLong(target, out + 24, c >>> 32 | d & 0xFFFFFFFF00000000L);
      } else {
        RawBytes.putInt(target, out, (int) a);
        RawBytes.putInt(target, out + typeSize, (int) b);
        RawBytes.putInt(target, out + 2 * typeSize, (int) c);
        RawBytes.putInt(target, out + 3 * typeSize, (int) d);
        RawBytes.putInt(target, out + 4 * typeSize, (int) (a >>> 32));
        RawBytes.putInt(target, out + 5 * typeSize, (int) (b >>> 32));
        RawBytes.putInt(target, out + 6 * typeSize, (int) (c >>> 32));
        RawBytes.putInt(target, out + 7 * typeSize, (int) (d >>> 32));
      }
    }
  }

  // Kept long for the compiler: eight words in registers.
  private static void join8(
      byte[] source, int at, int items, byte[] target, int to, int typeSize, int whole) {
    for (int i = 0; i < whole; i += 8) {
      long a = RawBytes.getLong(source, at + i);
      long b = RawBytes.getLong(source, at + items + i);
      long c = RawBytes.getLong(source, at + 2 * items + i);
      long d = RawBytes.getLong(source, at + 3 * items + i);
      long e = RawBytes.getLong(source, at + 4 * items + i);
      long f = RawBytes.getLong(source, at + 5 * items + i);
      long g = RawBytes.getLong(source, at + 6 * items + i);
      long h = RawBytes.getLong(source, at + 7 * items + i);
      long swap = a >>> 32 ^ e & 0xFFFFFFFFL;
      e ^= swap;
      a ^= swap << 32;
      swap = b >>> 32 ^ f & 0xFFFFFFFFL;
      f ^= swap;
      b ^= swap << 32;
      swap = c >>> 32 ^ g & 0xFFFFFFFFL;
      g ^= swap;
      c ^= swap << 32;
      swap = d >>> 32 ^ h & 0xFFFFFFFFL;
      h ^= swap;
      d ^= swap << 32;
      swap = (a >>> 16 ^ c) & HALVES;
      c ^= swap;
      a ^= swap << 16;
      swap = (b >>> 16 ^ d) & HALVES;
      d ^= swap;
      b ^= swap << 16;
      swap = (e >>> 16 ^ g) & HALVES;
      g ^= swap;
      e ^= swap << 16;
      swap = (f >>> 16 ^ h) & HALVES;
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
      int out = to + i * typeSize;
      RawBytes.putLong(target, out, a);
      RawBytes.putLong(target, out + typeSize, b);
      RawBytes.putLong(target, out + 2 * typeSize, c);
      RawBytes.putLong(target, out + 3 * typeSize, d);
      RawBytes.putLong(target, out + 4 * typeSize, e);
      RawBytes.putLong(target, out + 5 * typeSize, f);
      RawBytes.putLong(target, out + 6 * typeSize, g);
      RawBytes.putLong(target, out + 7 * typeSize, h);
    }
  }

  private static void split4(
      byte[] source, int from, int typeSize, byte[] target, int at, int items, int whole) {
    for (int i = 0; i < whole; i += 8) {
      int in = from + i * typeSize;
      long a = pair(source, in + 0 * typeSize, 4 * typeSize);
      long b = pair(source, in + 1 * typeSize, 4 * typeSize);
      long c = pair(source, in + 2 * typeSize, 4 * typeSize);
      long d = pair(source, in + 3 * typeSize, 4 * typeSize);
      long swap = (a >>> 16 ^ c) & HALVES;
      c ^= swap;
      a ^= swap << 16;
      swap = (b >>> 16 ^ d) & HALVES;
      d ^= swap;
      b ^= swap << 16;
      swap = (a >>> 8 ^ b) & BYTES;
      b ^= swap;
      a ^= swap << 8;
      swap = (c >>> 8 ^ d) & BYTES;
      d ^= swap;
      c ^= swap << 8;
      RawBytes.putLong(target, at + i, a);
      RawBytes.putLong(target, at + items + i, b);
      RawBytes.putLong(target, at + 2 * items + i, c);
      RawBytes.putLong(target, at + 3 * items + i, d);
    }
  }

  /** Four bytes at {@code at}, and four that many bytes on. */
  private static long pair(byte[] source, int at, int on) {
    return RawBytes.getInt(source, at) & 0xFFFFFFFFL
        | (long) RawBytes.getInt(source, at + on) << 32;
  }

  // Kept long for the compiler: eight words in registers.
  private static void split8(
      byte[] source, int from, int typeSize, byte[] target, int at, int items, int whole) {
    for (int i = 0; i < whole; i += 8) {
      int in = from + i * typeSize;
      long a = RawBytes.getLong(source, in + 0 * typeSize);
      long b = RawBytes.getLong(source, in + 1 * typeSize);
      long c = RawBytes.getLong(source, in + 2 * typeSize);
      long d = RawBytes.getLong(source, in + 3 * typeSize);
      long e = RawBytes.getLong(source, in + 4 * typeSize);
      long f = RawBytes.getLong(source, in + 5 * typeSize);
      long g = RawBytes.getLong(source, in + 6 * typeSize);
      long h = RawBytes.getLong(source, in + 7 * typeSize);
      long swap = a >>> 32 ^ e & 0xFFFFFFFFL;
      e ^= swap;
      a ^= swap << 32;
      swap = b >>> 32 ^ f & 0xFFFFFFFFL;
      f ^= swap;
      b ^= swap << 32;
      swap = c >>> 32 ^ g & 0xFFFFFFFFL;
      g ^= swap;
      c ^= swap << 32;
      swap = d >>> 32 ^ h & 0xFFFFFFFFL;
      h ^= swap;
      d ^= swap << 32;
      swap = (a >>> 16 ^ c) & HALVES;
      c ^= swap;
      a ^= swap << 16;
      swap = (b >>> 16 ^ d) & HALVES;
      d ^= swap;
      b ^= swap << 16;
      swap = (e >>> 16 ^ g) & HALVES;
      g ^= swap;
      e ^= swap << 16;
      swap = (f >>> 16 ^ h) & HALVES;
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
      RawBytes.putLong(target, at + 0 * items + i, a);
      RawBytes.putLong(target, at + 1 * items + i, b);
      RawBytes.putLong(target, at + 2 * items + i, c);
      RawBytes.putLong(target, at + 3 * items + i, d);
      RawBytes.putLong(target, at + 4 * items + i, e);
      RawBytes.putLong(target, at + 5 * items + i, f);
      RawBytes.putLong(target, at + 6 * items + i, g);
      RawBytes.putLong(target, at + 7 * items + i, h);
    }
  }
}
