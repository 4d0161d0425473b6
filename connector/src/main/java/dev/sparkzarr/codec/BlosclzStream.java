package dev.sparkzarr.codec;

import java.util.Arrays;

/**
 * BloscLZ, the compressor that only Blosc has (a descendant of FastLZ).
 *
 * <pre>
 *   literals: | 000nnnnn | n+1 bytes |                      the very first byte is always such a run
 *   match:    | lllddddd | more l, while 255, if l = 7 | d low | far d, u16 BE, if d = 31 × 256 + 255 |
 *             l + 2 bytes from d + 1 (far: 8192 + far d) bytes back
 * </pre>
 *
 * <p>Stateless. Source: c-blosc {@code blosclz.c}.
 */
final class BlosclzStream {
  private static final int FAR = 8191;
  private static final int LITERALS = 32; // the most of one run

  private BlosclzStream() {}

  /**
   * Decodes one stream.
   *
   * @return whether it gave exactly {@code size} bytes
   */
  static boolean decode(ByteSpan stream, byte[] target, int start, int size) {
    byte[] in = stream.array();
    int next = stream.offset();
    int inEnd = next + stream.length();
    int at = start;
    int end = start + size;
    if (next == inEnd) {
      return size == 0;
    }
    int control = in[next++] & 31;
    // Invariant: next <= inEnd and start <= at <= end; every read and write is checked against
    // them.
    while (true) {
      if (control < 32) {
        int count = control + 1;
        if (count > end - at || count > inEnd - next) {
          return false;
        }
        if (end - at >= LITERALS && inEnd - next >= LITERALS) {
          // As many as there can be: what is too much is written over.
          for (int i = 0; i < LITERALS; i += Long.BYTES) {
            RawBytes.putLong(target, at + i, RawBytes.getLong(in, next + i));
          }
        } else {
          System.arraycopy(in, next, target, at, count);
        }
        at += count;
        next += count;
      } else {
        int count = (control >> 5) + 2;
        int distance = (control & 31) << 8;
        if (count == 9) {
          int more;
          do {
            if (next >= inEnd) {
              return false;
            }
            more = in[next++] & 0xff;
            count += more;
          } while (more == 255 && count <= size);
        }
        if (next >= inEnd) {
          return false;
        }
        int low = in[next++] & 0xff;
        distance += low;
        if (low == 255 && distance == FAR) {
          if (inEnd - next < 2) {
            return false;
          }
          distance += (in[next++] & 0xff) << 8;
          distance += in[next++] & 0xff;
        }
        distance++;
        if (count > end - at || distance > at - start) {
          return false;
        }
        repeat(target, at, distance, count, end);
        at += count;
      }
      if (next >= inEnd) {
        return at == end;
      }
      control = in[next++] & 0xff;
    }
  }

  private static void repeat(byte[] target, int at, int distance, int count, int end) {
    if (distance >= Long.BYTES && end - at - count >= Long.BYTES) {
      for (int i = at; i < at + count; i += Long.BYTES) { // up to 7 too many, written over later
        RawBytes.putLong(target, i, RawBytes.getLong(target, i - distance));
      }
    } else if (distance == 1) {
      Arrays.fill(target, at, at + count, target[at - 1]);
    } else {
      for (int i = at; i < at + count; i++) {
        target[i] = target[i - distance];
      }
    }
  }
}
