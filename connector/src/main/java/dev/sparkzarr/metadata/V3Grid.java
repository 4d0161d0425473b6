package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ZarrException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Chunk grids as v3 documents spell them. Stateless. */
final class V3Grid {
  private static final String WHAT = "chunk_grid";
  private static final String REGULAR = "regular";
  private static final String RECTILINEAR = "rectilinear";
  private static final String CHUNK_SHAPE = "chunk_shape";

  private V3Grid() {}

  static ChunkGrid parse(JsonNode json, Shape shape, Place place) {
    Extension grid = Extension.parse(json, WHAT, place);
    Fields fields = new Fields(grid.configuration(), place);
    switch (grid.name()) {
      case REGULAR:
        fields.refuseOthers(Set.of(CHUNK_SHAPE), "chunk grid 'regular'");
        return regular(fields, CHUNK_SHAPE, shape);
      case RECTILINEAR:
        return RectilinearForm.parse(fields, shape);
      default:
        return custom(grid, shape, place);
    }
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

  private static ChunkGrid custom(Extension grid, Shape shape, Place place) {
    Optional<ChunkGridFactory> factory =
        Services.find(
            ChunkGridProvider.class,
            provider -> Optional.ofNullable(provider.chunkGrids().get(grid.name())),
            grid.name(),
            "chunk grid");
    if (factory.isEmpty()) {
      throw place.problem(
          "chunk grid "
              + Place.quote(grid.name())
              + " is not supported by this version. Add a jar with a "
              + ChunkGridProvider.class.getName()
              + " service that reads it, or rewrite the array with a regular or rectilinear grid.");
    }
    List<ChunkEdges> edges;
    try {
      edges = factory.get().edges(grid.configuration().deepCopy(), shape);
    } catch (ZarrException | IllegalArgumentException e) {
      throw place.problem(
          "chunk grid " + Place.quote(grid.name()) + " cannot be used: " + e.getMessage(), e);
    }
    return new ChunkGrid.Custom(grid.name(), grid.configuration(), edges);
  }

  static ObjectNode toJson(ChunkGrid grid) {
    String name;
    ObjectNode configuration = Json.NODES.objectNode();
    if (grid instanceof ChunkGrid.Regular regular) {
      name = REGULAR;
      configuration.set(CHUNK_SHAPE, lengths(regular.chunkShape()));
    } else if (grid instanceof ChunkGrid.Rectilinear rectilinear) {
      name = RECTILINEAR;
      RectilinearForm.write(rectilinear, configuration);
    } else {
      ChunkGrid.Custom custom = (ChunkGrid.Custom) grid;
      name = custom.name();
      configuration.setAll((ObjectNode) Json.sorted(custom.configuration()));
    }
    return new Extension(name, configuration, true).toJson();
  }

  static ArrayNode lengths(Shape shape) {
    ArrayNode json = Json.NODES.arrayNode();
    for (long length : shape.toArray()) {
      json.add(length);
    }
    return json;
  }
}
