package dev.sparkzarr.codec;

import java.util.Arrays;

/**
 * Encodes what {@link BlosclzStream} decodes: the last place where four bytes were seen is found by
 * their hash, and nothing else is tried. For one stream.
 */
final class BlosclzEncoder {
  /** Integers of scratch. */
  static final int TABLE = 1 << 14;

  private static final int HASH_SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(TABLE);
  private static final int HASH = 0x9E3779B1;
  private static final int LONGEST_LITERAL = 32;
  private static final int SHORTEST = 4; // bytes that a match has, as the hash takes them
  private static final int SHORTEST_FAR = 6; // as a far match takes four bytes
  private static final int NEAR = 8191; // distances, less one, below this take two bytes
  private static final int FARTHEST = NEAR + 65535 - 1;
  private static final int TAIL = 12; // bytes that are always literals: decoders copy by words
  private static final int MARK = 1 << 5; // of the first byte, as the C encoder sets it

  private final byte[] source;
  private final byte[] target;
  private final int limit;
  private int at;

  private BlosclzEncoder(byte[] source, byte[] target, int at, int limit) {
    this.source = source;
    this.target = target;
    this.at = at;
    this.limit = limit;
  }

  /**
   * Encodes one stream.
   *
   * @param level 1 to 9: how soon what does not repeat is passed over faster
   * @param table scratch of {@link #TABLE} integers
   * @param room bytes of the target from {@code at} on
   * @return its length; 0 when it takes more than {@code room} bytes
   */
  static int encode(ByteSpan stream, int level, int[] table, byte[] target, int at, int room) {
    BlosclzEncoder encoder = new BlosclzEncoder(stream.array(), target, at, at + room);
    int start = stream.offset();
    boolean fits = encoder.encode(start, start + stream.length(), level, table);
    if (!fits) {
      return 0;
    }
    target[at] |= MARK;
    return encoder.at - at;
  }

  private boolean encode(int start, int end, int level, int[] table) {
    Arrays.fill(table, 0, TABLE, start);
    int last = end - TAIL;
    int anchor = start;
    int next = start + 1;
    int misses = 0;
    while (next < last) {
      int word = RawBytes.getInt(source, next);
      int slot = word * HASH >>> HASH_SHIFT;
      int seen = table[slot];
      table[slot] = next;
      int distance = next - seen;
      if (distance > FARTHEST || RawBytes.getInt(source, seen) != word) {
        next += 1 + (misses++ >> level + 2);
        continue;
      }
      int length = matching(seen, next, last);
      if (distance > NEAR && length < SHORTEST_FAR) {
        next++;
        continue;
      }
      if (!literals(anchor, next) || !match(distance - 1, length)) {
        return false;
      }
      next += length;
      anchor = next;
      misses = 0;
    }
    return literals(anchor, end);
  }

  /** How many bytes are the same, at least {@link #SHORTEST}. */
  private int matching(int seen, int next, int last) {
    int length = SHORTEST;
    while (next + length + Long.BYTES <= last) {
      long difference =
          RawBytes.getLong(source, seen + length) ^ RawBytes.getLong(source, next + length);
      if (difference != 0) {
        return length + (Long.numberOfTrailingZeros(difference) >> 3);
      }
      length += Long.BYTES;
    }
    while (next + length < last && source[seen + length] == source[next + length]) {
      length++;
    }
    return length;
  }

  private boolean literals(int from, int to) {
    for (int next = from; next < to; ) {
      int count = Math.min(LONGEST_LITERAL, to - next);
      if (count + 1 > limit - at) {
        return false;
      }
      target[at++] = (byte) (count - 1);
      System.arraycopy(source, next, target, at, count);
      at += count;
      next += count;
    }
    return true;
  }

  private boolean match(int distance, int length) {
    if (6 + length / 255 > limit - at) {
      return false;
    }
    boolean far = distance >= NEAR;
    int high = far ? 31 : distance >> 8;
    int rest = length - 2;
    if (rest < 7) {
      target[at++] = (byte) (rest << 5 | high);
    } else {
      target[at++] = (byte) (7 << 5 | high);
      for (rest -= 7; rest >= 255; rest -= 255) {
        target[at++] = (byte) 255;
      }
      target[at++] = (byte) rest;
    }
    if (far) {
      target[at++] = (byte) 255;
      target[at++] = (byte) (distance - NEAR >> 8);
      target[at++] = (byte) (distance - NEAR);
    } else {
      target[at++] = (byte) distance;
    }
    return true;
  }
}
