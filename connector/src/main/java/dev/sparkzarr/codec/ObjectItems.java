package dev.sparkzarr.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.MetadataException;
import dev.sparkzarr.metadata.Place;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.V3Scalar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An array of Python objects as the JSON list that numcodecs makes of it: its items, nested as deep
 * as it has dimensions, then its type, then its shape (not in lists of old).
 *
 * <pre>  [[item, item], [item, item], "|O", [2, 2]] </pre>
 *
 * <p>Elements of type text take a JSON string as it is, and of anything else its JSON text without
 * blanks, such as {@code 1.0}, {@code null} or {@code {"a":[1]}}. Elements of fixed size take a
 * value as a fill value would be. Read twice: once for the shape at the end, once for the items.
 */
final class ObjectItems {
  private static final int MOST_DIMENSIONS = 64;
  private static final int DEEPEST = 200;
  private static final JsonFactory STRICT = factory().build();
  private static final JsonFactory LENIENT =
      factory().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();

  private final String codec;
  private final ByteSpan json;
  private final JsonFactory factory;
  private final ArrayForm decoded;
  private final ElementHeap heap;
  private final byte[] target;
  private int at;
  private long item;

  /**
   * @param codec for messages
   * @param strict whether control characters in strings are damage
   */
  ObjectItems(
      String codec,
      ByteSpan json,
      boolean strict,
      ArrayForm decoded,
      byte[] target,
      int at,
      ElementHeap heap) {
    this.codec = codec;
    this.json = json;
    this.factory = strict ? STRICT : LENIENT;
    this.decoded = decoded;
    this.target = target;
    this.at = at;
    this.heap = heap;
  }

  private static JsonFactoryBuilder factory() {
    return new JsonFactoryBuilder()
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxStringLength(Integer.MAX_VALUE)
                .build());
  }

  /**
   * Makes elements of all items.
   *
   * @throws CodecException when it is not such a list, or not one of this chunk
   */
  void read() {
    try {
      long[] shape = shape();
      long elements = 1;
      for (long length : shape) {
        if (length < 0 || length > 0 && elements > Integer.MAX_VALUE / length) {
          throw wrongShape(shape);
        }
        elements *= length;
      }
      if (elements != decoded.shape().elements()) {
        throw wrongShape(shape);
      }
      try (JsonParser parser = open()) {
        parser.nextToken();
        if (shape.length == 0) {
          readItems(parser, new long[] {1}, 0);
        } else {
          readItems(parser, shape, 0);
        }
      }
    } catch (IOException e) {
      throw CodecErrors.damaged(codec, "it is not such a list of values in UTF-8", e);
    }
  }

  private CodecException wrongShape(long[] shape) {
    return CodecErrors.damaged(
        codec,
        "it holds a list of shape "
            + Arrays.toString(shape)
            + " where a chunk of shape "
            + decoded.shape()
            + " belongs");
  }

  private JsonParser open() throws IOException {
    ByteArrayInputStream bytes =
        new ByteArrayInputStream(json.array(), json.offset(), json.length());
    return factory.createParser(
        new InputStreamReader(
            bytes,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  /** The shape at the end; of a list without one, that of the chunk, or of a plain list. */
  private long[] shape() throws IOException {
    try (JsonParser parser = open()) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw CodecErrors.damaged(codec, "it is not a list");
      }
      long count = 0;
      boolean typed = false; // whether the last value is a text
      long[] shape = null; // the last value, behind a text
      for (JsonToken token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        if (token == null) {
          throw CodecErrors.damaged(codec, "it ends within a list");
        }
        long[] integers = token == JsonToken.START_ARRAY ? integers(parser) : null;
        parser.skipChildren();
        shape = typed ? integers : null;
        typed = token == JsonToken.VALUE_STRING;
        count++;
      }
      if (parser.nextToken() != null) {
        throw CodecErrors.damaged(codec, "values follow the end of its list");
      }
      if (!typed && shape == null) {
        throw CodecErrors.damaged(codec, "its list does not end with a type and a shape");
      }
      long items = count - (typed ? 1 : 2);
      if (typed) {
        Shape chunk = decoded.shape();
        shape = items == chunk.elements() ? new long[] {items} : chunk.toArray();
      }
      if (items != (shape.length == 0 ? 1 : shape[0])) {
        throw wrongShape(shape);
      }
      return shape;
    }
  }

  /** The integers of the list at hand, read to its end; null when it is no small list of such. */
  private static long[] integers(JsonParser parser) throws IOException {
    long[] integers = new long[MOST_DIMENSIONS];
    int count = 0;
    boolean small = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonToken token = parser.currentToken();
      if (token == null) {
        throw new IOException("the end is missing");
      }
      small &= token == JsonToken.VALUE_NUMBER_INT && count < MOST_DIMENSIONS;
      if (small) {
        integers[count++] = parser.getLongValue();
      }
      parser.skipChildren();
    }
    return small ? Arrays.copyOf(integers, count) : null;
  }

  /** The parser stands at the start of a list, and afterwards behind its items. */
  private void readItems(JsonParser parser, long[] shape, int dimension) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw damaged("is not a list");
    }
    for (long i = 0; i < shape[dimension]; i++) {
      JsonToken token = parser.nextToken();
      if (token == null || token == JsonToken.END_ARRAY) {
        throw damaged("is missing");
      }
      if (dimension + 1 < shape.length) {
        readItems(parser, shape, dimension + 1);
        if (parser.nextToken() != JsonToken.END_ARRAY) {
          throw damaged("is one more than its list should hold");
        }
      } else {
        readItem(parser);
      }
    }
  }

  private void readItem(JsonParser parser) throws IOException {
    if (decoded.layout().variable()) {
      StringBuilder text = new StringBuilder();
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        text.append(parser.getText());
      } else {
        copy(parser, text);
      }
      byte[] bytes =
          Utf8.encode(text.toString()).orElseThrow(() -> damaged("has half a surrogate pair"));
      Slots.put(target, at, heap.append(bytes, 0, bytes.length), bytes.length);
    } else {
      byte[] element = element(decoded.type(), scalar(parser));
      System.arraycopy(element, 0, target, at, element.length);
    }
    at += decoded.width();
    item++;
  }

  private byte[] element(DataType type, JsonNode value) {
    try {
      return V3Scalar.value(type, value, new Place("a value of codec '" + codec + "'")).pattern();
    } catch (MetadataException e) {
      throw CodecErrors.damaged(codec, "value " + item + " is no " + type.name(), e);
    }
  }

  private JsonNode scalar(JsonParser parser) throws IOException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (parser.currentToken()) {
      case VALUE_STRING -> nodes.textNode(parser.getText());
      case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      default -> throw damaged("is no single value");
    };
  }

  /** Writes the value at hand as it stands, without blanks. */
  private static void copy(JsonParser parser, StringBuilder text) throws IOException {
    int depth = 0;
    boolean comma = false;
    do {
      JsonToken token = depth == 0 ? parser.currentToken() : parser.nextToken();
      if (token == null) {
        throw new IOException("the end is missing");
      }
      if (comma && !token.isStructEnd()) {
        text.append(',');
      }
      if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
        text.append('"');
        JsonStringEncoder.getInstance().quoteAsString(parser.getText(), text);
        text.append(token == JsonToken.FIELD_NAME ? "\":" : "\"");
      } else {
        text.append(parser.getText());
      }
      comma = !token.isStructStart() && token != JsonToken.FIELD_NAME;
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    } while (depth > 0);
  }

  private CodecException damaged(String reason) {
    return CodecErrors.damaged(codec, "value " + item + " " + reason);
  }
}
