package dev.sparkzarr.codec;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;

/**
 * Reads one MessagePack value and says it as JSON: texts and bytes that are UTF-8 as strings, keys
 * of maps as strings too, NaN and infinities as Python's JSON has them. For one value. Source: the
 * MessagePack specification.
 */
final class MsgPackReader {
  private static final int DEEPEST = 200;
  private static final int LARGEST = Integer.MAX_VALUE - 1024;

  private final String codec;
  private final ByteSpan source;
  private final StringBuilder json = new StringBuilder();
  private int at;

  /**
   * @param codec for messages
   */
  MsgPackReader(String codec, ByteSpan source) {
    this.codec = codec;
    this.source = source;
  }

  /**
   * @return the value as JSON, which has at most seven characters for a byte
   * @throws CodecException when the bytes are not one value, or of a type that has no text
   */
  String toJson() {
    value(0);
    if (at != source.length()) {
      throw damaged((source.length() - at) + " bytes follow its value");
    }
    return json.toString();
  }

  private void value(int depth) {
    if (depth > DEEPEST) {
      throw damaged("its values are nested deeper than " + DEEPEST);
    }
    int type = (int) unsigned(1);
    if (type <= 0x7f) {
      json.append(type);
    } else if (type <= 0x8f) {
      map(type & 0x0f, depth);
    } else if (type <= 0x9f) {
      list(type & 0x0f, depth);
    } else if (type <= 0xbf) {
      string(type & 0x1f);
    } else if (type >= 0xe0) {
      json.append((byte) type);
    } else {
      marked(type, depth);
    }
  }

  private void marked(int type, int depth) {
    switch (type) {
      case 0xc0 -> json.append("null");
      case 0xc2 -> json.append("false");
      case 0xc3 -> json.append("true");
      case 0xc4, 0xd9 -> string(unsigned(1));
      case 0xc5, 0xda -> string(unsigned(2));
      case 0xc6, 0xdb -> string(unsigned(4));
      case 0xca -> number(Float.intBitsToFloat((int) unsigned(4)));
      case 0xcb -> number(Double.longBitsToDouble(unsigned(8)));
      case 0xcc -> json.append(unsigned(1));
      case 0xcd -> json.append(unsigned(2));
      case 0xce -> json.append(unsigned(4));
      case 0xcf -> json.append(Long.toUnsignedString(unsigned(8)));
      case 0xd0 -> json.append((byte) unsigned(1));
      case 0xd1 -> json.append((short) unsigned(2));
      case 0xd2 -> json.append((int) unsigned(4));
      case 0xd3 -> json.append(unsigned(8));
      case 0xdc -> list(unsigned(2), depth);
      case 0xdd -> list(unsigned(4), depth);
      case 0xde -> map(unsigned(2), depth);
      case 0xdf -> map(unsigned(4), depth);
      default ->
          throw damaged(
              "byte "
                  + (at - 1)
                  + " begins a value of type 0x"
                  + Integer.toHexString(type)
                  + ", an extension or none");
    }
  }

  private void number(double value) {
    if (Double.isFinite(value)) {
      json.append(NumberOutput.toString(value, true)); // the shortest that is the same
    } else {
      json.append(Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
  }

  private void list(long count, int depth) {
    expect(count);
    json.append('[');
    for (long i = 0; i < count; i++) {
      if (i > 0) {
        json.append(',');
      }
      value(depth + 1);
    }
    json.append(']');
  }

  private void map(long count, int depth) {
    expect(2 * count);
    json.append('{');
    for (long i = 0; i < count; i++) {
      if (i > 0) {
        json.append(',');
      }
      int from = json.length();
      value(depth + 1);
      if (json.charAt(from) != '"') {
        String key = json.substring(from);
        json.setLength(from);
        quote(key);
      }
      json.append(':');
      value(depth + 1);
    }
    json.append('}');
  }

  private void string(long length) {
    expect(length);
    int from = source.offset() + at;
    if (!Utf8.isValid(source.array(), from, from + (int) length)) {
      throw damaged("the " + length + " bytes at " + at + " are not UTF-8 text");
    }
    quote(new String(source.array(), from, (int) length, StandardCharsets.UTF_8));
    at += (int) length;
  }

  private void quote(String text) {
    long most = json.length() + 6L * text.length();
    if (most > LARGEST) {
      throw CodecErrors.tooLarge("the values of a chunk", most);
    }
    json.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    json.append('"');
  }

  /** A big-endian number of so many bytes. */
  private long unsigned(int size) {
    expect(size);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | source.byteAt(at++);
    }
    return value;
  }

  /** So many bytes are there, or values of at least one byte each. */
  private void expect(long count) {
    if (count > source.length() - at) {
      throw damaged(
          "at byte "
              + at
              + " it declares "
              + count
              + " more where "
              + (source.length() - at)
              + " bytes are left");
    }
  }

  private CodecException damaged(String reason) {
    return CodecErrors.damaged(codec, reason);
  }
}
