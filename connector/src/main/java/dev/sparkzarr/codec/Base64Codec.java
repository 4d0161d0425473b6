package dev.sparkzarr.codec;

import java.util.Arrays;
import java.util.Set;

/**
 * {@code base64}: the bytes as text of the standard alphabet, padded, in one line.
 *
 * <p>v3 {@code numcodecs.base64}; v2 id {@code base64}. No configuration. Line breaks between
 * characters are skipped, any other character is damage. Decoding goes straight into the target.
 * Stateless. Source: RFC 4648 section 4, numcodecs {@code base64}.
 */
final class Base64Codec implements BytesToBytes {
  static final CodecFactory FACTORY =
      (CodecFactory.OfBytesToBytes)
          (configuration, decoded) -> {
            configuration.only(Set.of());
            return new Base64Codec(decoded);
          };

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final byte[] VALUES = new byte[256];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      VALUES[ALPHABET.charAt(i)] = (byte) i;
    }
  }

  private final ByteForm encoded;

  private Base64Codec(ByteForm decoded) {
    // With room for line breaks, which other writers make.
    long most =
        decoded.most() > Integer.MAX_VALUE ? Long.MAX_VALUE : length(decoded.most()) * 9 / 8 + 2;
    encoded = new ByteForm(length(Math.min(decoded.least(), Integer.MAX_VALUE)), most, 1);
  }

  /** Characters that so many bytes take. */
  private static long length(long bytes) {
    return (bytes + 2) / 3 * 4;
  }

  @Override
  public ByteForm encoded() {
    return encoded;
  }

  @Override
  public ByteSpan decode(ByteSpan source, ByteTarget target, Workspace workspace) {
    int room = (int) Math.min(target.form().most(), source.length() / 4 * 3L);
    byte[] out = target.reserve(room);
    int at = target.offset();
    int end = at + room;
    int group = 0;
    int count = 0;
    int padding = 0;
    byte[] text = source.array();
    int first = source.offset();
    for (int i = 0; i < source.length(); i++) {
      int character = text[first + i] & 0xff;
      int value = VALUES[character];
      if (character == '=' && count >= 2) {
        padding++;
      } else if (value >= 0 && padding == 0) {
        group = group << 6 | value;
        count++;
      } else if (character == '\n' || character == '\r') {
        continue;
      } else {
        throw CodecErrors.damaged("base64", "byte " + i + " does not belong to base64 text");
      }
      if (count + padding == 4) {
        int bytes = 3 - padding;
        if (bytes > end - at) {
          target.reserve(target.form().most() + 1); // says that it is too much
        }
        group <<= 6 * padding;
        for (int b = 0; b < bytes; b++) {
          out[at++] = (byte) (group >> 16 - 8 * b);
        }
        group = 0;
        count = 0;
      }
    }
    if (count > 0) {
      throw CodecErrors.damaged("base64", "its text is cut off");
    }
    return target.span(at - target.offset());
  }

  @Override
  public ByteSpan encode(ByteSpan decoded, ByteTarget target, Workspace workspace) {
    byte[] from = decoded.array();
    int next = decoded.offset();
    int end = next + decoded.length();
    long size = length(decoded.length());
    byte[] out = target.reserve(size);
    for (int at = target.offset(); next < end; next += 3, at += 4) {
      int left = end - next;
      int group =
          (from[next] & 0xff) << 16
              | (left > 1 ? (from[next + 1] & 0xff) << 8 : 0)
              | (left > 2 ? from[next + 2] & 0xff : 0);
      out[at] = (byte) ALPHABET.charAt(group >> 18);
      out[at + 1] = (byte) ALPHABET.charAt(group >> 12 & 63);
      out[at + 2] = left > 1 ? (byte) ALPHABET.charAt(group >> 6 & 63) : (byte) '=';
      out[at + 3] = left > 2 ? (byte) ALPHABET.charAt(group & 63) : (byte) '=';
    }
    return target.span((int) size);
  }
}
