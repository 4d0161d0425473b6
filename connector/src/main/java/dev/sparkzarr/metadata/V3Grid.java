package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Chunk grids and chunk key encodings as v3 documents spell them. */
final class V3Grid {
  private static final String REGULAR = "regular";
  private static final String CHUNK_SHAPE = "chunk_shape";
  private static final String DEFAULT = "default";
  private static final String V2 = "v2";
  private static final String SEPARATOR = "separator";

  private V3Grid() {}

  static ChunkGrid parseGrid(JsonNode json, Shape shape, Place place) {
    Extension grid = Extension.parse(json, "chunk_grid", place);
    if (!grid.name().equals(REGULAR)) {
      throw place.problem(
          "chunk grid " + Place.quote(grid.name()) + " is not supported by this version.");
    }
    Fields fields = new Fields(grid.configuration(), place);
    fields.refuseOthers(Set.of(CHUNK_SHAPE), "chunk grid 'regular'");
    return regular(fields, CHUNK_SHAPE, shape);
  }

  /** Checks a chunk shape against the array's shape. */
  static ChunkGrid.Regular regular(Fields fields, String name, Shape shape) {
    long[] chunk = fields.lengths(name).toArray();
    Place place = fields.place();
    if (chunk.length != shape.rank()) {
      throw place.problem(
          "'" + name + "' has " + chunk.length + " dimensions, the shape " + shape.rank() + ".");
    }
    for (int i = 0; i < chunk.length; i++) {
      if (chunk[i] == 0 && shape.length(i) == 0) {
        chunk[i] = 1;
      } else if (chunk[i] == 0) {
        throw place.problem("'" + name + "' has the length 0 in dimension " + i + ".");
      }
    }
    return new ChunkGrid.Regular(Shape.of(chunk));
  }

  static ObjectNode toJson(ChunkGrid grid) {
    ObjectNode configuration = Json.NODES.objectNode();
    configuration.set(CHUNK_SHAPE, lengths(((ChunkGrid.Regular) grid).chunkShape()));
    return new Extension(REGULAR, configuration, true).toJson();
  }

  static ChunkKeyEncoding parseKeys(JsonNode json, Place place) {
    Extension keys = Extension.parse(json, "chunk_key_encoding", place);
    boolean prefixed = keys.name().equals(DEFAULT);
    if (!prefixed && !keys.name().equals(V2)) {
      throw place.problem(
          "chunk key encoding " + Place.quote(keys.name()) + " is not supported by this version.");
    }
    Fields fields = new Fields(keys.configuration(), place);
    fields.refuseOthers(Set.of(SEPARATOR), "chunk key encoding '" + keys.name() + "'");
    return new ChunkKeyEncoding(prefixed, separator(fields, SEPARATOR, prefixed ? '/' : '.'));
  }

  static char separator(Fields fields, String name, char otherwise) {
    JsonNode separator = fields.json().get(name);
    if (separator == null) {
      return otherwise;
    }
    if (!separator.isTextual()
        || !separator.textValue().equals(".") && !separator.textValue().equals("/")) {
      throw fields.wrong(name, "'.' or '/'", separator);
    }
    return separator.textValue().charAt(0);
  }

  static ObjectNode toJson(ChunkKeyEncoding keys) {
    ObjectNode configuration = Json.NODES.objectNode();
    configuration.put(SEPARATOR, String.valueOf(keys.separator()));
    return new Extension(keys.prefixed() ? DEFAULT : V2, configuration, true).toJson();
  }

  static ArrayNode lengths(Shape shape) {
    ArrayNode json = Json.NODES.arrayNode();
    for (long length : shape.toArray()) {
      json.add(length);
    }
    return json;
  }
}
