package dev.sparkzarr.codec;

/**
 * Access to slots, which stand for elements of variable size; see {@link ElementHeap}. Stateless.
 */
final class Slots {
  /** Bytes of a slot. */
  static final int SIZE = Long.BYTES;

  private Slots() {}

  static void put(byte[] slots, int at, int offset, int length) {
    RawBytes.putInt(slots, at, offset);
    RawBytes.putInt(slots, at + Integer.BYTES, length);
  }

  static int offset(byte[] slots, int at) {
    return RawBytes.getInt(slots, at);
  }

  static int length(byte[] slots, int at) {
    return RawBytes.getInt(slots, at + Integer.BYTES);
  }

  /** Bytes of all values together. */
  static long totalLength(byte[] slots, int at, int count) {
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += length(slots, at + i * SIZE);
    }
    return total;
  }
}
