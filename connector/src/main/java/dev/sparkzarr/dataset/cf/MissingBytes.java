package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.metadata.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Collects the texts or bytes that stand for missing ones, as the bytes of column values. For one
 * thread.
 */
final class MissingBytes {
  private final DataType type;
  private final List<byte[]> values = new ArrayList<>();

  MissingBytes(DataType type) {
    this.type = type;
  }

  /**
   * Takes in an attribute: a text or a list of texts. Of bytes it is what xarray writes, base64, or
   * else the text itself.
   *
   * @return whether it was understood
   */
  boolean add(JsonNode attribute) {
    if (attribute.isArray()) {
      boolean all = true;
      for (JsonNode member : attribute) {
        all &= member.isTextual() && add(member);
      }
      return all;
    }
    if (!attribute.isTextual()) {
      return false;
    }
    byte[] plain = attribute.textValue().getBytes(StandardCharsets.UTF_8);
    values.add(
        type instanceof DataType.FixedBytes || type instanceof DataType.Binary
            ? unpadded(base64(plain))
            : plain);
    return true;
  }

  private static byte[] base64(byte[] text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return text;
    }
  }

  /** Takes in Zarr's fill value. */
  void addFill(byte[] pattern) {
    if (type instanceof DataType.FixedText) {
      byte[] text = new byte[pattern.length];
      int size = 0;
      int length = pattern.length / Integer.BYTES;
      while (length > 0 && LittleEndian.int32(pattern, length - 1) == 0) {
        length--;
      }
      for (int i = 0; i < length; i++) {
        int character = LittleEndian.int32(pattern, i);
        if (!Character.isValidCodePoint(character)) {
          return; // no text can be equal to it
        }
        size = CodePoint.putUtf8(character, text, size);
      }
      values.add(Arrays.copyOf(text, size));
    } else {
      values.add(unpadded(pattern));
    }
  }

  private byte[] unpadded(byte[] value) {
    int length = value.length;
    while (type instanceof DataType.FixedBytes && length > 0 && value[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(value, length);
  }

  List<byte[]> values() {
    return values;
  }
}
