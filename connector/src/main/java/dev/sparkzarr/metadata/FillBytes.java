package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Bytes within JSON: base64, lists of integers, and text in UTF-8. Stateless. */
final class FillBytes {
  /** A longer value is written without the zeros at its end, which reading adds again. */
  private static final int LONGEST_PADDED = 1 << 16;

  private FillBytes() {}

  /** The bytes of a base64 text; empty when it is none, or has more than {@code most} bytes. */
  static Optional<byte[]> ofBase64(JsonNode fill, int most) {
    if (!fill.isTextual() || fill.textValue().length() / 4L * 3 > most + 3L) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(fill.textValue());
      return bytes.length > most ? Optional.empty() : Optional.of(bytes);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The bytes of a list of integers 0 to 255; empty when it is none. */
  static Optional<byte[]> ofIntegers(JsonNode fill) {
    if (!fill.isArray()) {
      return Optional.empty();
    }
    byte[] bytes = new byte[fill.size()];
    for (int i = 0; i < bytes.length; i++) {
      JsonNode item = fill.get(i);
      if (!item.isIntegralNumber() || !item.canConvertToInt() || (item.intValue() & ~0xff) != 0) {
        return Optional.empty();
      }
      bytes[i] = (byte) item.intValue();
    }
    return Optional.of(bytes);
  }

  /** A text's bytes in UTF-8; empty when it has a surrogate without the other. */
  static Optional<byte[]> ofText(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return Optional.of(bytes);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The text that bytes in UTF-8 are; empty when they are none. */
  static Optional<String> toText(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Whether a number is zero: how some writers spelled an empty value. */
  static boolean isZero(JsonNode fill) {
    return fill.isNumber() && fill.doubleValue() == 0;
  }

  static JsonNode toBase64(byte[] bytes) {
    return Json.NODES.textNode(Base64.getEncoder().encodeToString(bytes));
  }

  /** As base64, all of it where it is short. */
  static JsonNode toBase64(FillValue fill) {
    return toBase64(fill.length() > LONGEST_PADDED ? fill.unpadded() : fill.pattern());
  }

  static JsonNode toIntegers(byte[] bytes) {
    ArrayNode list = Json.NODES.arrayNode();
    for (byte b : bytes) {
      list.add(b & 0xff);
    }
    return list;
  }
}
