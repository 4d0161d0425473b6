package dev.sparkzarr.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Whether bytes are UTF-8 text. Stateless. Source: Unicode 15, table 3-7. */
public final class Utf8 {
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /**
   * @return whether bytes {@code from} (inclusive) to {@code to} (exclusive) are well-formed UTF-8
   */
  public static boolean isValid(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (to - at >= Long.BYTES && (RawBytes.getLong(bytes, at) & HIGH_BITS) == 0) {
        at += Long.BYTES;
        continue;
      }
      int lead = bytes[at++] & 0xff;
      if (lead < 0x80) {
        continue;
      }
      int more = lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0;
      if (more == 0 || to - at < more) {
        return false;
      }
      int next = bytes[at] & 0xff;
      int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
      int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf; // no surrogates, no 2^16 planes
      if (next < least || next > most) {
        return false;
      }
      for (int i = 1; i < more; i++) {
        if ((bytes[at + i] & 0xc0) != 0x80) {
          return false;
        }
      }
      at += more;
    }
    return true;
  }

  /** The bytes of a text; empty when it has half a surrogate pair, which no bytes stand for. */
  static Optional<byte[]> encode(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      return Optional.of(Arrays.copyOf(bytes.array(), bytes.limit()));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
