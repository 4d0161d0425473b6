package dev.sparkzarr.codec;

/**
 * Eight bools in the bytes of a long, the first in the lowest, and as eight bits of one byte. In
 * each product every bool lands on a bit of its own. Stateless.
 */
final class EightBools {
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long SEVEN_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final long DESCENDING = 0x8040201008040201L;
  private static final long ASCENDING = 0x0102040810204080L;

  private EightBools() {}

  /** Bytes of 1 where a byte is not zero. */
  private static long ones(long bools) {
    return (((bools & SEVEN_BITS) + SEVEN_BITS) | bools) >>> 7 & LOW_BITS;
  }

  /** The first bool is the least significant bit. */
  static byte lowestFirst(long bools) {
    return (byte) (ones(bools) * ASCENDING >>> 56);
  }

  /** The first bool is the most significant bit. */
  static byte highestFirst(long bools) {
    return (byte) (ones(bools) * DESCENDING >>> 56);
  }

  /** The inverse of {@link #lowestFirst}. */
  static long ofLowestFirst(byte bits) {
    return ones((bits & 0xff) * LOW_BITS & DESCENDING);
  }

  /** The inverse of {@link #highestFirst}. */
  static long ofHighestFirst(byte bits) {
    return (bits & 0xff) * DESCENDING >>> 7 & LOW_BITS;
  }
}
