package dev.sparkzarr.dataset.cf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. Stateless.
 */
final class Utf8 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NOT_ASCII = 0x8080808080808080L;

  private Utf8() {}

  /**
   * @return whether the bytes from {@code from} until {@code to} are whole characters
   */
  static boolean isValid(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      while (to - at >= Long.BYTES && ((long) LONG.get(bytes, at) & NOT_ASCII) == 0) {
        at += Long.BYTES;
      }
      if (at < to) {
        int length = bytes[at] >= 0 ? 1 : length(bytes, at, to);
        if (length == 0) {
          return false;
        }
        at += length;
      }
    }
    return true;
  }

  /** Bytes of the character that begins with a byte that is not ASCII; 0 when there is none. */
  private static int length(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xff;
    int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length == 0 || to - at < length) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[at + 1] & 0xff;
    boolean bad =
        first == 0xe0 && second < 0xa0
            || first == 0xed && second > 0x9f
            || first == 0xf0 && second < 0x90
            || first == 0xf4 && second > 0x8f;
    return bad ? 0 : length;
  }

  /**
   * Writes a character.
   *
   * @param character neither a surrogate nor above U+10FFFF
   * @return where the next one goes; at most 4 bytes on
   */
  static int put(int character, byte[] target, int start) {
    int at = start;
    if (character < 0x80) {
      target[at++] = (byte) character;
      return at;
    }
    if (character < 0x800) {
      target[at++] = (byte) (0xc0 | character >> 6);
    } else {
      if (character < 0x10000) {
        target[at++] = (byte) (0xe0 | character >> 12);
      } else {
        target[at++] = (byte) (0xf0 | character >> 18);
        target[at++] = (byte) (0x80 | character >> 12 & 0x3f);
      }
      target[at++] = (byte) (0x80 | character >> 6 & 0x3f);
    }
    target[at++] = (byte) (0x80 | character & 0x3f);
    return at;
  }
}
