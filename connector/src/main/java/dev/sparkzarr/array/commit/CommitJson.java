package dev.sparkzarr.array.commit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ZarrException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Function;

/** The documents that writers leave one another. Stateless. */
final class CommitJson {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** No document may be larger, in bytes: it may hold those of all nodes that a writer writes. */
  static final long LARGEST = 64L << 20;

  private static final String FORMAT = "sparkzarr_commit_format";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(100)
                          .maxStringLength((int) LARGEST)
                          .build())
                  .build())
          .build();

  private CommitJson() {}

  /** A new document. */
  static ObjectNode document() {
    return NODES.objectNode().put(FORMAT, 1);
  }

  static ByteBuffer write(ObjectNode json) {
    return ByteBuffer.wrap(json.toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param place of the document, for messages
   * @param parse of the tree; what it throws for a missing or wrong part becomes an error that
   *     names the place
   */
  static <T> T read(ByteBuffer bytes, String place, Function<ObjectNode, T> parse) {
    try {
      JsonNode tree = MAPPER.readTree(StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
      if (!(tree instanceof ObjectNode json)) {
        throw damaged(place, "it is no JSON object", null);
      }
      if (json.path(FORMAT).asInt() != 1) {
        throw damaged(place, "it is of another version", null);
      }
      return parse.apply(json);
    } catch (JsonProcessingException e) {
      throw damaged(place, "it is no valid JSON", e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw damaged(place, String.valueOf(e.getMessage()), e);
    }
  }

  private static ZarrException damaged(String place, String reason, Exception cause) {
    return new ZarrException(
        "Cannot read "
            + place
            + ", with which writers of this store keep out of one another's way: "
            + reason
            + ". If no writer is at work, remove it.",
        cause);
  }

  static String text(JsonNode json, String name) {
    return required(json, name, JsonNode::isTextual).textValue();
  }

  static long number(JsonNode json, String name) {
    return required(json, name, JsonNode::canConvertToLong).longValue();
  }

  static boolean flag(JsonNode json, String name) {
    return required(json, name, JsonNode::isBoolean).booleanValue();
  }

  static Instant time(JsonNode json, String name) {
    return Instant.ofEpochMilli(number(json, name));
  }

  static JsonNode list(JsonNode json, String name) {
    return required(json, name, JsonNode::isArray);
  }

  private static JsonNode required(
      JsonNode json, String name, java.util.function.Predicate<JsonNode> isRight) {
    JsonNode value = json.path(name);
    if (!isRight.test(value)) {
      throw new IllegalArgumentException("its '" + name + "' is missing or of another type");
    }
    return value;
  }
}
