package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names of dimensions, wherever documents keep them: {@code dimension_names} in v3, the attribute
 * {@code _ARRAY_DIMENSIONS} that xarray writes into v2, and NCZarr's full names of dimensions in
 * {@code .zarray} or among the attributes.
 */
final class DimensionNames {
  static final String ATTRIBUTE = "_ARRAY_DIMENSIONS";
  private static final List<String> NCZARR = List.of("_NCZARR_ARRAY", "_nczarr_array");
  private static final List<String> REFERENCES = List.of("dimrefs", "dimension_references");

  private DimensionNames() {}

  /**
   * @param names a list of texts and nulls, as many as dimensions
   */
  static List<Optional<String>> parse(JsonNode names, String field, int rank, Place place) {
    if (!names.isArray()) {
      throw place.problem("'" + field + "' is not a list but " + Place.quote(names) + ".");
    }
    if (names.size() != rank) {
      throw place.problem(
          "'" + field + "' names " + names.size() + " dimensions, but the array has " + rank + ".");
    }
    List<Optional<String>> parsed = new ArrayList<>();
    for (JsonNode name : names) {
      if (!name.isTextual() && !name.isNull()) {
        throw place.problem("'" + field + "' has " + Place.quote(name) + " as a name.");
      }
      parsed.add(Optional.ofNullable(name.textValue()));
    }
    return parsed;
  }

  /**
   * Takes the names from a v2 array's documents.
   *
   * @param attributes {@link #ATTRIBUTE} is removed
   * @return empty when there are none
   */
  static List<Optional<String>> takeV2(
      ObjectNode zarray, ObjectNode attributes, int rank, Place place) {
    JsonNode names = attributes.remove(ATTRIBUTE);
    if (names != null && !names.isNull()) {
      return parse(names, ATTRIBUTE, rank, place);
    }
    for (ObjectNode document : List.of(zarray, attributes)) {
      for (String field : NCZARR) {
        for (String references : REFERENCES) {
          JsonNode full = document.path(field).path(references);
          if (!full.isMissingNode()) {
            return parse(lastSegments(full), field + "." + references, rank, place);
          }
        }
      }
    }
    return List.of();
  }

  /**
   * Takes the names from a v3 array's attributes where {@code dimension_names} says nothing: an
   * attribute like any other to v3, so it counts only when it is a list of as many texts.
   */
  static List<Optional<String>> takeV3(ObjectNode attributes, int rank) {
    JsonNode names = attributes.path(ATTRIBUTE);
    if (!names.isArray() || names.size() != rank) {
      return List.of();
    }
    List<Optional<String>> parsed = new ArrayList<>();
    for (JsonNode name : names) {
      if (!name.isTextual()) {
        return List.of();
      }
      parsed.add(Optional.of(name.textValue()));
    }
    attributes.remove(ATTRIBUTE);
    return parsed;
  }

  /** NCZarr names dimensions by path: {@code /forecast/time} is {@code time}. */
  private static JsonNode lastSegments(JsonNode paths) {
    if (!paths.isArray()) {
      return paths;
    }
    var names = Json.NODES.arrayNode();
    for (JsonNode path : paths) {
      names.add(
          path.isTextual()
              ? Json.NODES.textNode(
                  path.textValue().substring(path.textValue().lastIndexOf('/') + 1))
              : path);
    }
    return names;
  }

  static JsonNode toJson(List<Optional<String>> names) {
    var json = Json.NODES.arrayNode();
    names.forEach(name -> json.add(name.orElse(null)));
    return json;
  }

  /** A copy without NCZarr's own attributes, which xarray hides too. */
  static ObjectNode withoutNczarr(ObjectNode attributes) {
    ObjectNode copy = attributes.deepCopy();
    attributes
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.regionMatches(true, 0, "_nc", 0, 3)) {
                copy.remove(name);
              }
            });
    return copy;
  }
}
