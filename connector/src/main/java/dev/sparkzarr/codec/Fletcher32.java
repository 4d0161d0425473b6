package dev.sparkzarr.codec;

/**
 * Fletcher-32 as HDF5 has it: two sums over 16-bit words.
 *
 * <pre>
 *   word i      bytes 2i and 2i+1, big-endian; a byte that is left over is the high one of the last
 *   low sum     all words so far
 *   high sum    the low sums so far       both mod 65535, with 65535 for 0 unless all words are 0
 * </pre>
 *
 * <p>It cannot tell words of zeros from words of ones. Stateless. Source: HDF5 {@code
 * H5_checksum_fletcher32}, numcodecs {@code fletcher32}.
 */
final class Fletcher32 {
  // The most words after which neither sum has left 32 bits.
  private static final int WORDS = 360;

  private Fletcher32() {}

  static int of(byte[] bytes, int at, int size) {
    int low = 0;
    int high = 0;
    int end = at + (size & ~1);
    int next = at;
    while (next < end) {
      int stop = Math.min(next + 2 * WORDS, end);
      for (; next < stop; next += 2) {
        low += Short.toUnsignedInt(Short.reverseBytes(RawBytes.getShort(bytes, next)));
        high += low;
      }
      low = folded(low);
      high = folded(high);
    }
    if (end < at + size) {
      low += (bytes[end] & 0xff) << 8;
      high += low;
    }
    return folded(folded(high)) << 16 | folded(folded(low));
  }

  private static int folded(int sum) {
    return (sum & 0xffff) + (sum >>> 16);
  }
}
