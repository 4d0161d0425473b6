package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The configuration of {@code rectilinear}: for each dimension an integer (chunks of that length,
 * as many as it takes), or a list of edge lengths, in which {@code [length, count]} stands for
 * {@code count} chunks of {@code length}. So {@code [[4, 2]]} is two chunks of 4, and {@code [4,
 * 2]} one of 4 and one of 2. Counts are never expanded. Stateless.
 */
final class RectilinearForm {
  private static final String GRID = "chunk grid 'rectilinear'";
  private static final String KIND = "kind";
  private static final String INLINE = "inline";
  private static final String CHUNK_SHAPES = "chunk_shapes";

  private RectilinearForm() {}

  static ChunkGrid.Rectilinear parse(Fields fields, Shape shape) {
    Place place = fields.place();
    fields.refuseOthers(Set.of(KIND, CHUNK_SHAPES), GRID);
    if (!fields.text(KIND).equals(INLINE)) {
      throw fields.wrong(KIND, "'inline', the one that this version knows,", fields.required(KIND));
    }
    ArrayNode dimensions = fields.requiredList(CHUNK_SHAPES);
    if (dimensions.size() != shape.rank()) {
      throw place.problem(
          "'chunk_shapes' has "
              + dimensions.size()
              + " dimensions, the shape "
              + shape.rank()
              + ".");
    }
    List<ChunkEdges> edges = new ArrayList<>(dimensions.size());
    for (int i = 0; i < dimensions.size(); i++) {
      edges.add(edges(dimensions.get(i), shape.length(i), fields));
    }
    return new ChunkGrid.Rectilinear(edges);
  }

  private static ChunkEdges edges(JsonNode json, long dimensionLength, Fields fields) {
    if (!(json instanceof ArrayNode list)) {
      return ChunkEdges.even(dimensionLength, positive(json, fields));
    }
    long[] lengths = new long[list.size()];
    long[] counts = new long[list.size()];
    for (int i = 0; i < lengths.length; i++) {
      JsonNode item = list.get(i);
      boolean isRun = item instanceof ArrayNode;
      if (isRun && item.size() != 2) {
        throw fields.wrong(CHUNK_SHAPES, "made of lengths and [length, count] pairs", item);
      }
      lengths[i] = positive(isRun ? item.get(0) : item, fields);
      counts[i] = isRun ? positive(item.get(1), fields) : 1;
    }
    try {
      return ChunkEdges.runs(dimensionLength, lengths, counts);
    } catch (MetadataException e) {
      throw fields.place().problem("'chunk_shapes' does not fit the shape. " + e.getMessage(), e);
    }
  }

  private static long positive(JsonNode json, Fields fields) {
    if (!json.isIntegralNumber() || !json.canConvertToLong() || json.longValue() < 1) {
      throw fields.wrong(CHUNK_SHAPES, "made of integers from 1 to 2^63-1", json);
    }
    return json.longValue();
  }

  static void write(ChunkGrid.Rectilinear grid, ObjectNode configuration) {
    configuration.put(KIND, INLINE);
    ArrayNode dimensions = configuration.putArray(CHUNK_SHAPES);
    for (ChunkEdges edges : grid.edges()) {
      dimensions.add(edges.toJson());
    }
  }
}
