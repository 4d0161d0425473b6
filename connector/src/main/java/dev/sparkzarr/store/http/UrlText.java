package dev.sparkzarr.store.http;

import dev.sparkzarr.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding (RFC 3986 section 2.1), in the one form that signatures of S3 ask for. */
public final class UrlText {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private UrlText() {}

  /**
   * @return every byte of its UTF-8 but the unreserved characters and {@code /} encoded
   * @throws StoreException when the text is no Unicode (half a surrogate pair)
   */
  public static String path(String text) {
    return encode(text, "/");
  }

  /**
   * @return every byte of its UTF-8 but the unreserved characters encoded
   * @throws StoreException when the text is no Unicode (half a surrogate pair)
   */
  public static String component(String text) {
    return encode(text, "");
  }

  /**
   * @param kept characters that stay beside the unreserved ones
   */
  static String encode(String text, String kept) {
    ByteBuffer bytes = utf8(text);
    StringBuilder encoded = new StringBuilder(bytes.remaining() + 16);
    while (bytes.hasRemaining()) {
      int b = bytes.get() & 0xff;
      if (isUnreserved(b) || b < 0x80 && kept.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX[b >> 4]).append(HEX[b & 15]);
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(int b) {
    return b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b >= '0' && b <= '9'
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }

  /** A replacement character would be another key. */
  private static ByteBuffer utf8(String text) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new StoreException(
          "Cannot use key '" + text + "': it has half a surrogate pair, which is no Unicode.", e);
    }
  }
}
