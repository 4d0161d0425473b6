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
    for (int at = 0; at < items * typeSize; at += items) {
      // Eight bit planes are the byte planes of words, each one byte of eight items.
      ByteShuffle.decode(source, from + at, scratch, at, items, 8);
      turnAll(scratch, at, items);
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
    for (int at = 0; at < items * typeSize; at += items) {
      turnAll(scratch, at, items);
      ByteShuffle.encode(scratch, at, target, to + at, items, 8);
    }
    int used = items * typeSize;
    System.arraycopy(scratch, used, target, to + used, length - used);
  }

  /** Turns an 8 x 8 matrix of bits in each word: bit 8i+j to bit 8j+i. */
  private static void turnAll(byte[] words, int from, int size) {
    for (int at = from; at < from + size; at += 8) {
      long word = RawBytes.getLong(words, at);
      long swap = (word ^ word >>> 7) & 0x00AA00AA00AA00AAL;
      word ^= swap ^ swap << 7;
      swap = (word ^ word >>> 14) & 0x0000CCCC0000CCCCL;
      word ^= swap ^ swap << 14;
      swap = (word ^ word >>> 28) & 0x00000000F0F0F0F0L;
      RawBytes.putLong(words, at, word ^ swap ^ swap << 28);
    }
  }
}
