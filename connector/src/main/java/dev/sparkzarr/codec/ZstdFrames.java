package dev.sparkzarr.codec;

/**
 * How much Zstandard frames can hold, from the headers of frames and blocks alone.
 *
 * <pre>
 *   frame: | fd2fb528 u32 | descriptor | window, unless single segment | dictionary 0-4 |
 *          | content size 0-8 | blocks | checksum u32, if said |
 *   block: | u24: 1 bit last, 2 bits type (0 raw, 1 one byte repeated, 2 compressed), 21 bits size |
 *   to skip: | 184d2a50 to 184d2a5f u32 | size u32 | bytes |                numbers little-endian
 * </pre>
 *
 * <p>Stateless. Source: RFC 8878.
 */
final class ZstdFrames {
  /** Decoded bytes of one block at most. */
  static final int LONGEST_BLOCK = 1 << 17;

  private static final int MAGIC = 0xfd2fb528;
  private static final int SKIPPED = 0x184d2a50;
  private static final int REPEATED = 1;
  private static final int[] DICTIONARY = {0, 1, 2, 4};

  private ZstdFrames() {}

  /**
   * @return a bound of the decoded bytes; of damaged frames that of those before the damage
   */
  static long mostDecoded(ByteSpan source) {
    long most = 0;
    int next = 0;
    int length = source.length();
    while (next <= length - 2 * Integer.BYTES) {
      int magic = source.intAt(next);
      next += Integer.BYTES;
      if ((magic & ~0xf) == SKIPPED) {
        int size = source.intAt(next);
        if (size < 0 || size > length - next - Integer.BYTES) {
          break;
        }
        next += Integer.BYTES + size;
        continue;
      }
      if (magic != MAGIC) {
        break;
      }
      int descriptor = source.byteAt(next);
      boolean single = (descriptor & 0x20) != 0;
      int sizeFlag = descriptor >> 6;
      next += 1 + (single ? 0 : 1) + DICTIONARY[descriptor & 3];
      next += sizeFlag == 0 ? (single ? 1 : 0) : 1 << sizeFlag;
      boolean last = false;
      while (!last && next <= length - 3) {
        int header = source.byteAt(next) | source.byteAt(next + 1) << 8;
        header |= source.byteAt(next + 2) << 16;
        last = (header & 1) != 0;
        int size = header >> 3;
        int stored = (header >> 1 & 3) == REPEATED ? 1 : size;
        most += (header >> 1 & 2) == 0 ? Math.min(size, LONGEST_BLOCK) : LONGEST_BLOCK;
        if (stored > length - next - 3) {
          return most;
        }
        next += 3 + stored;
      }
      next += (descriptor & 4) != 0 ? Integer.BYTES : 0;
    }
    return most;
  }
}
