package dev.sparkzarr.codec;

/**
 * The bit shuffle of Blosc: all lowest bits of the items' first bytes, then all second bits, and so
 * on; only in blocks of a multiple of eight items, others are stored as they are. Goes by way of
 * the byte-shuffled form. Source, target and scratch do not overlap. Stateless.
 */
final class BitShuffle {
  private BitShuffle() {}

  /**
   * Bit planes to items.
   *
   * @param scratch at least {@code length} bytes
   */
  static void decode(
      byte[] source, int from, byte[] target, int to, int length, int typeSize, byte[] scratch) {
    int items = length / typeSize;
    if (items % 8 != 0) {
      System.arraycopy(source, from, target, to, length);
      return;
    }
    int plane = items / 8; // bytes of a bit plane
    for (int b = 0; b < typeSize; b++) {
      int at = from + b * items;
      for (int i = 0; i < plane; i++) {
        RawBytes.putLong(scratch, b * items + i * 8, turn(gather(source, at + i, plane)));
      }
    }
    int used = items * typeSize;
    System.arraycopy(source, from + used, scratch, used, length - used);
    ByteShuffle.decode(scratch, 0, target, to, length, typeSize);
  }

  /**
   * Items to bit planes.
   *
   * @param scratch at least {@code length} bytes
   */
  static void encode(
      byte[] source, int from, byte[] target, int to, int length, int typeSize, byte[] scratch) {
    int items = length / typeSize;
    if (items % 8 != 0) {
      System.arraycopy(source, from, target, to, length);
      return;
    }
    ByteShuffle.encode(source, from, scratch, 0, length, typeSize);
    int plane = items / 8;
    for (int b = 0; b < typeSize; b++) {
      int at = to + b * items;
      for (int i = 0; i < plane; i++) {
        scatter(turn(RawBytes.getLong(scratch, b * items + i * 8)), target, at + i, plane);
      }
    }
    int used = items * typeSize;
    System.arraycopy(scratch, used, target, to + used, length - used);
  }

  private static long gather(byte[] source, int at, int stride) {
    long word = 0;
    for (int k = 0; k < 8; k++) {
      word |= (source[at + k * stride] & 0xffL) << 8 * k;
    }
    return word;
  }

  private static void scatter(long word, byte[] target, int at, int stride) {
    for (int k = 0; k < 8; k++) {
      target[at + k * stride] = (byte) (word >>> 8 * k);
    }
  }

  /** Turns an 8 x 8 matrix of bits: bit 8i+j to bit 8j+i. */
  private static long turn(long word) {
    long swap = (word ^ word >>> 7) & 0x00AA00AA00AA00AAL;
    long x = word ^ swap ^ swap << 7;
    swap = (x ^ x >>> 14) & 0x0000CCCC0000CCCCL;
    x ^= swap ^ swap << 14;
    swap = (x ^ x >>> 28) & 0x00000000F0F0F0F0L;
    return x ^ swap ^ swap << 28;
  }
}
