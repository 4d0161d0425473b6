package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * How a v3 document names a data type, chunk grid, key encoding or codec: {@code "name"} for short,
 * or {@code {"name": ..., "configuration": {...}, "must_understand": ...}}, of which all but the
 * name may be left out.
 */
record Extension(String name, ObjectNode configuration, boolean mustUnderstand) {
  static final String NAME = "name";
  static final String CONFIGURATION = "configuration";
  static final String MUST_UNDERSTAND = "must_understand";
  private static final Set<String> FIELDS = Set.of(NAME, CONFIGURATION, MUST_UNDERSTAND);

  /**
   * @param what is named, for messages, such as "data_type"
   */
  static Extension parse(JsonNode json, String what, Place place) {
    if (json.isTextual()) {
      return new Extension(named(json.textValue(), what, place), Json.NODES.objectNode(), true);
    }
    if (!(json instanceof ObjectNode object)) {
      throw place.problem(
          "'" + what + "' is neither a name nor an object but " + Place.quote(json) + ".");
    }
    Fields fields = new Fields(object, place);
    fields.refuseOthers(FIELDS, "'" + what + "'");
    JsonNode name = object.get(NAME);
    if (name == null || !name.isTextual()) {
      throw place.problem("'" + what + "' has no name: " + Place.quote(json) + ".");
    }
    JsonNode mustUnderstand = object.get(MUST_UNDERSTAND);
    if (mustUnderstand != null && !mustUnderstand.isBoolean()) {
      throw fields.wrong(MUST_UNDERSTAND, "true or false", mustUnderstand);
    }
    return new Extension(
        named(name.textValue(), what, place),
        fields.object(CONFIGURATION).orElseGet(Json.NODES::objectNode),
        mustUnderstand == null || mustUnderstand.booleanValue());
  }

  private static String named(String name, String what, Place place) {
    if (name.isEmpty()) {
      throw place.problem("'" + what + "' has an empty name.");
    }
    return name;
  }

  /**
   * Refuses a configuration.
   *
   * @param what is named, for messages, such as "data type"
   */
  void refuseConfiguration(String what, Place place) {
    if (!configuration.isEmpty()) {
      throw place.problem(
          what
              + " '"
              + name
              + "' has a configuration, "
              + Place.quote(configuration)
              + ", but takes none.");
    }
  }

  /** A value of the configuration that must be there. */
  JsonNode required(String key, Place place) {
    JsonNode value = configuration.get(key);
    if (value == null || value.isNull()) {
      throw place.problem("'" + name + "' has no '" + key + "' in its configuration.");
    }
    return value;
  }

  /**
   * The object form, whatever form was read. zarr-python takes a codec of numcodecs only with a
   * configuration, be it empty.
   */
  ObjectNode toJson() {
    ObjectNode json = Json.NODES.objectNode();
    json.put(NAME, name);
    if (!configuration.isEmpty() || name.startsWith(V2Chain.PREFIX)) {
      json.set(CONFIGURATION, configuration);
    }
    if (!mustUnderstand) {
      json.put(MUST_UNDERSTAND, false);
    }
    return json;
  }
}
