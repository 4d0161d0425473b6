package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the option {@code encoding} says of one column. Immutable. */
final class VariableOptions {
  static final VariableOptions NONE = new VariableOptions(JsonNodeFactory.instance.objectNode());

  /** How the array is laid out; the rest says how values are encoded. */
  private static final Set<String> LAYOUT =
      Set.of(
          "chunks",
          "shards",
          "compressors",
          "filters",
          "serializer",
          "codecs",
          "dimensions",
          "attributes");

  private static final List<String> KEYS =
      List.of(
          "dtype",
          "scale_factor",
          "add_offset",
          "_FillValue",
          "missing_value",
          "units",
          "calendar",
          "_Unsigned",
          "_Encoding",
          "coordinates",
          "grid_mapping",
          "char_dim_name",
          "chunks",
          "shards",
          "compressors",
          "filters",
          "serializer",
          "codecs",
          "dimensions",
          "attributes");

  private final ObjectNode json;

  private VariableOptions(ObjectNode json) {
    this.json = json;
  }

  static VariableOptions parse(WriteError error, String column, JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      throw error.because(
          "the encoding of column '"
              + column
              + "' is not a JSON object but '"
              + WriteError.shown(json)
              + "'. Write it like {\""
              + column
              + "\":{\"dtype\":\"float32\"}}.");
    }
    object
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                throw error.because(
                    "the encoding of column '"
                        + column
                        + "' has the key '"
                        + WriteError.shown(key)
                        + "', which is not known. "
                        + WriteError.didYouMean(key, KEYS, "keys"));
              }
            });
    return new VariableOptions(object.deepCopy());
  }

  /**
   * @return whether the key is there and not null
   */
  boolean has(String key) {
    return json.hasNonNull(key);
  }

  /**
   * @return whether the key is there, be it null
   */
  boolean says(String key) {
    return json.has(key);
  }

  JsonNode get(String key) {
    return json.get(key);
  }

  Optional<ObjectNode> attributes(WriteError error, String column) {
    if (!has("attributes")) {
      return Optional.empty();
    }
    if (!(json.get("attributes") instanceof ObjectNode attributes)) {
      throw error.because(
          "the attributes in the encoding of column '"
              + column
              + "' are not a JSON object but '"
              + WriteError.shown(json.get("attributes"))
              + "'.");
    }
    return Optional.of(attributes);
  }

  /** What says how values are encoded. */
  ObjectNode values() {
    ObjectNode values = json.deepCopy();
    values.remove(LAYOUT);
    return values;
  }
}
