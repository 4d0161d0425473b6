package dev.sparkzarr.codec;

import static dev.sparkzarr.codec.WordStreams.LENGTH;

/**
 * The bit shuffle of Blosc: all lowest bits of the items' first bytes, then all second bits, and so
 * on; only in blocks of a multiple of eight items, others are stored as they are. Items of 1, 2, 4
 * and 8 bytes are turned 64 at a time, see {@link WordStreams}; others go by way of the
 * byte-shuffled form. Source, target and scratch do not overlap. Stateless.
 */
final class BitShuffle {
  // With the bits of a number written high ones first: streams begin as p2 p1 p0 b2 b1 b0 (the byte
  // of an item, its bit) and bits of their words as j5 to j0 (the item within 64). The first three
  // steps make streams p2 p1 p0 j2 j1 j0 and bytes j5 j4 j3.
  private static final Exchange[] ONE = bits(4, 32, 2, 16, 1, 8); // j5 j4 j3, bytes j2 j1 j0
  private static final Exchange[] TWO = bits(8, 8, 1, 16, 2, 32); // j3 j2 j5 j4, bytes j1 j0 p0
  private static final Exchange[] FOUR = bits(16, 16, 8, 8, 1, 32); // j4 j3 j2 j1 j5, j0 p1 p0
  private static final Exchange[] EIGHT = bits(32, 32, 16, 16, 8, 8); // j5 to j0, p2 p1 p0

  private BitShuffle() {}

  /**
   * Bit planes to items.
   *
   * @param scratch at least {@code length} bytes
   * @param x scratch of {@link WordStreams#SCRATCH} words
   */
  static void decode(
      byte[] source,
      int from,
      byte[] target,
      int to,
      int length,
      int typeSize,
      byte[] scratch,
      long[] x) {
    int items = length / typeSize;
    int used = items * typeSize;
    if (items % 8 != 0) {
      System.arraycopy(source, from, target, to, length);
    } else if (isWord(typeSize)) {
      join(source, from, target, to, items, typeSize, x);
      System.arraycopy(source, from + used, target, to + used, length - used);
    } else {
      for (int at = 0; at < used; at += items) {
        join(source, from + at, scratch, at, items, 1, x);
      }
      System.arraycopy(source, from + used, scratch, used, length - used);
      ByteShuffle.decode(scratch, 0, target, to, length, typeSize, x);
    }
  }

  /**
   * Items to bit planes.
   *
   * @param scratch at least {@code length} bytes
   * @param x scratch of {@link WordStreams#SCRATCH} words
   */
  static void encode(
      byte[] source,
      int from,
      byte[] target,
      int to,
      int length,
      int typeSize,
      byte[] scratch,
      long[] x) {
    int items = length / typeSize;
    int used = items * typeSize;
    if (items % 8 != 0) {
      System.arraycopy(source, from, target, to, length);
    } else if (isWord(typeSize)) {
      split(source, from, target, to, items, typeSize, x);
      System.arraycopy(source, from + used, target, to + used, length - used);
    } else {
      ByteShuffle.encode(source, from, scratch, 0, length, typeSize, x);
      for (int at = 0; at < used; at += items) {
        split(scratch, at, target, to + at, items, 1, x);
      }
      System.arraycopy(scratch, used, target, to + used, length - used);
    }
  }

  private static Exchange[] bits(int... thenDistanceAndShift) {
    return new Exchange[] {
      Exchange.of(4, 4),
      Exchange.of(2, 2),
      Exchange.of(1, 1),
      Exchange.of(thenDistanceAndShift[0], thenDistanceAndShift[1]),
      Exchange.of(thenDistanceAndShift[2], thenDistanceAndShift[3]),
      Exchange.of(thenDistanceAndShift[4], thenDistanceAndShift[5])
    };
  }

  private static Exchange[] steps(int typeSize) {
    return switch (typeSize) {
      case 1 -> ONE;
      case 2 -> TWO;
      case 4 -> FOUR;
      default -> EIGHT;
    };
  }

  private static boolean isWord(int typeSize) {
    return typeSize <= 8 && Integer.bitCount(typeSize) == 1;
  }

  private static void join(
      byte[] source, int from, byte[] target, int to, int items, int typeSize, long[] x) {
    int planeSize = items >> 3;
    int words = items >> 6;
    for (int done = 0; done < words; done += LENGTH) {
      int count = Math.min(LENGTH, words - done);
      WordStreams.read(source, from + done * 8, planeSize, count, x, 0, 8 * typeSize);
      WordStreams.turn(x, 8 * typeSize, steps(typeSize));
      weave(x, typeSize, count, target, to + done * 64 * typeSize);
    }
    for (int group = words << 3; group < planeSize; group++) {
      for (int plane = 0; plane < typeSize; plane++) {
        int in = from + plane * items + group;
        long word = 0;
        for (int bit = 0; bit < 8; bit++) {
          word |= (source[in + bit * planeSize] & 0xFFL) << 8 * bit;
        }
        word = turn(word);
        int out = to + group * 8 * typeSize + plane;
        for (int item = 0; item < 8; item++) {
          target[out + item * typeSize] = (byte) (word >>> 8 * item);
        }
      }
    }
  }

  private static void split(
      byte[] source, int from, byte[] target, int to, int items, int typeSize, long[] x) {
    int planeSize = items >> 3;
    int words = items >> 6;
    for (int done = 0; done < words; done += LENGTH) {
      int count = Math.min(LENGTH, words - done);
      unweave(source, from + done * 64 * typeSize, typeSize, x, count);
      WordStreams.turnBack(x, 8 * typeSize, steps(typeSize));
      WordStreams.write(x, 0, 8 * typeSize, target, to + done * 8, planeSize, count);
    }
    for (int group = words << 3; group < planeSize; group++) {
      for (int plane = 0; plane < typeSize; plane++) {
        int in = from + group * 8 * typeSize + plane;
        long word = 0;
        for (int item = 0; item < 8; item++) {
          word |= (source[in + item * typeSize] & 0xFFL) << 8 * item;
        }
        word = turn(word);
        int out = to + plane * items + group;
        for (int bit = 0; bit < 8; bit++) {
          target[out + bit * planeSize] = (byte) (word >>> 8 * bit);
        }
      }
    }
  }

  /** Turns an 8 x 8 matrix of bits: bit 8i+j to bit 8j+i. */
  private static long turn(long word) {
    long swap = (word ^ word >>> 7) & 0x00AA00AA00AA00AAL;
    long half = word ^ swap ^ swap << 7;
    swap = (half ^ half >>> 14) & 0x0000CCCC0000CCCCL;
    half ^= swap ^ swap << 14;
    swap = (half ^ half >>> 28) & 0x00000000F0F0F0F0L;
    return half ^ swap ^ swap << 28;
  }

  private static void weave(long[] x, int typeSize, int count, byte[] target, int to) {
    for (int eight = 0; eight < typeSize; eight++) {
      int out = to + 64 * eight;
      switch (typeSize) {
        case 1 -> WordStreams.weave(x, 0, 4, 1, count, target, out, 64, 8);
        case 2 -> WordStreams.weave(x, 2 * eight, 2 * eight + 1, 4, count, target, out, 128, 8);
        case 4 -> {
          int first = 16 * (eight & 1) + (eight >> 1);
          WordStreams.weave(x, first, first + 8, 2, count, target, out, 256, 8);
        }
        default -> WordStreams.weave(x, 8 * eight, 8 * eight + 4, 1, count, target, out, 512, 8);
      }
    }
  }

  private static void unweave(byte[] source, int from, int typeSize, long[] x, int count) {
    for (int eight = 0; eight < typeSize; eight++) {
      int in = from + 64 * eight;
      switch (typeSize) {
        case 1 -> WordStreams.unweave(source, in, 64, 8, x, 0, 4, 1, count);
        case 2 -> WordStreams.unweave(source, in, 128, 8, x, 2 * eight, 2 * eight + 1, 4, count);
        case 4 -> {
          int first = 16 * (eight & 1) + (eight >> 1);
          WordStreams.unweave(source, in, 256, 8, x, first, first + 8, 2, count);
        }
        default -> WordStreams.unweave(source, in, 512, 8, x, 8 * eight, 8 * eight + 4, 1, count);
      }
    }
  }
}
