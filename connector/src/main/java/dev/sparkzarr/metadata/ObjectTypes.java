package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.DataTypeForm.Typed;
import java.util.List;

/**
 * Python objects, {@code |O} in v2: the codec that makes bytes of them, a filter or the compressor,
 * says what they are. Pickled objects are never read: that would run what they say. Stateless.
 */
final class ObjectTypes {
  static final JsonNode DTYPE = Json.NODES.textNode("|O");

  private static final String PICKLE = "pickle";

  private ObjectTypes() {}

  /**
   * @param codecs filters and compressor, in order
   */
  static Typed of(List<ObjectNode> codecs, Place place) {
    if (codecs.stream().anyMatch(codec -> PICKLE.equals(id(codec)))) {
      throw place.problem(
          "it holds pickled Python objects, and reading them would run code that they bring."
              + " Rewrite it with the filter 'vlen-utf8' or 'json2', in Python and only if you"
              + " trust it.");
    }
    for (ObjectNode codec : codecs) {
      switch (id(codec)) {
        case "vlen-utf8", "json", "json2", "msgpack", "msgpack2", "categorize" -> {
          return Typed.unordered(new DataType.Text());
        }
        case "vlen-bytes" -> {
          return Typed.unordered(new DataType.Binary());
        }
        case "vlen-array" -> {
          return Typed.unordered(new DataType.Ragged(element(codec, place)));
        }
        default -> {}
      }
    }
    throw place.problem(
        "its data type is '|O', Python objects, but none of its filters says what they are, such"
            + " as 'vlen-utf8'.");
  }

  private static String id(ObjectNode codec) {
    return codec.path(V2Chain.ID).asText();
  }

  private static DataType element(ObjectNode codec, Place place) {
    JsonNode dtype = codec.path("dtype");
    if (!dtype.isTextual()) {
      throw place.problem(
          "filter 'vlen-array' does not say its 'dtype': " + Place.quote(codec) + ".");
    }
    return DataTypes.ofV2(dtype, place).type();
  }
}
