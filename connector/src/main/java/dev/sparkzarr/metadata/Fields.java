package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of one JSON object of a document, read by name with errors that name field and place.
 */
record Fields(ObjectNode json, Place place) {
  private static final int MOST_DIMENSIONS = 64;

  static final String SHAPE = "shape";

  /** The field's value, perhaps null JSON. */
  JsonNode required(String name) {
    JsonNode value = json.get(name);
    if (value == null) {
      throw place.problem("the document lacks '" + name + "'.");
    }
    return value;
  }

  /** Empty when the field is absent or null. */
  Optional<JsonNode> optional(String name) {
    JsonNode value = json.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  String text(String name) {
    JsonNode value = required(name);
    if (!value.isTextual()) {
      throw wrong(name, "a text", value);
    }
    return value.textValue();
  }

  Optional<ObjectNode> object(String name) {
    return optional(name)
        .map(
            value -> {
              if (value instanceof ObjectNode object) {
                return object;
              }
              throw wrong(name, "an object", value);
            });
  }

  /** Empty when the field is absent or null. */
  Optional<ArrayNode> list(String name) {
    return optional(name)
        .map(
            value -> {
              if (value instanceof ArrayNode array) {
                return array;
              }
              throw wrong(name, "a list", value);
            });
  }

  ArrayNode requiredList(String name) {
    JsonNode value = required(name);
    if (value instanceof ArrayNode array) {
      return array;
    }
    throw wrong(name, "a list", value);
  }

  /** A list of integers, each at least 0. */
  Shape lengths(String name) {
    ArrayNode list = requiredList(name);
    if (list.size() > MOST_DIMENSIONS) {
      throw place.problem(
          "'" + name + "' has " + list.size() + " dimensions; at most 64 are supported.");
    }
    long[] lengths = new long[list.size()];
    for (int i = 0; i < lengths.length; i++) {
      JsonNode length = list.get(i);
      if (!length.isIntegralNumber() || !length.canConvertToLong() || length.longValue() < 0) {
        throw wrong(name, "a list of integers from 0 to 2^63-1", list);
      }
      lengths[i] = length.longValue();
    }
    return Shape.of(lengths);
  }

  /** Checks that the document says {@code "zarr_format": expected}. */
  void requireFormat(int expected) {
    JsonNode format = required("zarr_format");
    if (!format.isIntegralNumber() || !format.canConvertToInt() || format.intValue() != expected) {
      throw place.problem(
          "its 'zarr_format' is " + Place.quote(format) + " where " + expected + " is expected.");
    }
  }

  /** Refuses a field that is not in {@code known}. */
  void refuseOthers(Set<String> known, String what) {
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw place.problem(
                    what
                        + " has the field "
                        + Place.quote(name)
                        + ", which this version does not know.");
              }
            });
  }

  MetadataException wrong(String name, String expected, JsonNode found) {
    return place.problem("'" + name + "' is not " + expected + " but " + Place.quote(found) + ".");
  }
}
