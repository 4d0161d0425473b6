package dev.sparkzarr.metadata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * JSON as Zarr documents use it: UTF-8, bare {@code NaN} and {@code Infinity} as Python writes
 * them, integers of any size; a name that stands twice in one object is refused. Size, nesting and
 * number of tokens are bounded before a tree is built.
 */
final class Json {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** About 200 MB as a tree. */
  private static final int MOST_TOKENS = 8_000_000;

  private static final int DEEPEST = 200;
  private static final int LONGEST_NUMBER = 1000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxStringLength((int) NodeDocuments.LARGEST)
                  .build())
          .build();

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(FACTORY)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** ASCII alone: a half of a surrogate pair, which JSON can spell and UTF-8 cannot, stays. */
  private static final ObjectWriter PRETTY =
      MAPPER.writerWithDefaultPrettyPrinter().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private Json() {}

  /**
   * @param document left as it was
   * @throws MetadataException when it is not one JSON object within the bounds
   */
  static ObjectNode parseObject(ByteBuffer document, Place place) {
    if (document.remaining() > NodeDocuments.LARGEST) {
      throw place.problem("the document has " + document.remaining() + " bytes, too many.");
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(document.duplicate()).toString();
    } catch (CharacterCodingException e) {
      throw place.problem("the document is not UTF-8 text.", e);
    }
    return parseObject(text.startsWith("\uFEFF") ? text.substring(1) : text, place);
  }

  static ObjectNode parseObject(String text, Place place) {
    if (text.isBlank()) {
      throw place.problem("the document is empty.");
    }
    try {
      if (text.length() > MOST_TOKENS) {
        countTokens(text, place);
      }
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw place.problem("the document is not valid JSON (" + reason(e) + ").", e);
    } catch (IOException e) {
      throw place.problem("the document is not valid JSON.", e);
    }
    throw place.problem("the document is not a JSON object.");
  }

  private static void countTokens(String text, Place place) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      int tokens = 0;
      while (parser.nextToken() != null) {
        if (++tokens > MOST_TOKENS) {
          throw place.problem("the document has more than " + MOST_TOKENS + " JSON tokens.");
        }
      }
    }
  }

  private static String reason(JsonProcessingException e) {
    String where =
        e.getLocation() == null
            ? ""
            : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
    String what = Place.quote(e.getOriginalMessage());
    return where.isEmpty() ? what : where + ": " + what;
  }

  /** One line. */
  static String write(JsonNode json) {
    return write(MAPPER.writer(), json);
  }

  /** Indented, as zarr-python stores documents. */
  static String writePretty(JsonNode json) {
    return write(PRETTY, json);
  }

  private static String write(ObjectWriter writer, JsonNode json) {
    try {
      return writer.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new MetadataException("Cannot write a document: " + reason(e) + ".", e);
    }
  }

  /**
   * A copy with the names of every object in ascending order, so that equal trees print equally.
   */
  static JsonNode sorted(JsonNode json) {
    if (json instanceof ObjectNode object) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      object.fields().forEachRemaining(f -> fields.put(f.getKey(), sorted(f.getValue())));
      ObjectNode copy = NODES.objectNode();
      fields.forEach(copy::set);
      return copy;
    }
    if (json instanceof ArrayNode array) {
      ArrayNode copy = NODES.arrayNode();
      array.forEach(item -> copy.add(sorted(item)));
      return copy;
    }
    return json;
  }
}
