package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How an array's index space is cut into stored objects: each dimension by itself, so that a chunk
 * is a position in each dimension. Immutable.
 */
public sealed interface ChunkGrid {
  /**
   * @return the number of dimensions
   */
  int rank();

  /**
   * @param shape of the array; as many dimensions as the grid
   * @return for each dimension, how it is cut
   */
  List<ChunkEdges> edges(Shape shape);

  /**
   * All chunks have one shape; those at the edge are stored whole and clipped by the array's shape.
   * v3 {@code regular}, and every v2 array. Source: Zarr v3 {@code chunk-grids/regular-grid}.
   *
   * @param chunkShape each length at least 1, except that a stored length of 0 on a zero-length
   *     dimension is read as 1
   */
  record Regular(Shape chunkShape) implements ChunkGrid {
    @Override
    public int rank() {
      return chunkShape.rank();
    }

    @Override
    public List<ChunkEdges> edges(Shape shape) {
      List<ChunkEdges> edges = new ArrayList<>(rank());
      for (int i = 0; i < rank(); i++) {
        edges.add(ChunkEdges.even(shape.length(i), chunkShape.length(i)));
      }
      return edges;
    }
  }

  /**
   * Each dimension has chunks of its own lengths; every chunk is stored with the shape that they
   * declare. v3 {@code rectilinear}, kind {@code inline}. Source: zarr-extensions {@code
   * chunk-grids/rectilinear}.
   *
   * @param edges for each dimension, made for the array's shape
   */
  record Rectilinear(List<ChunkEdges> edges) implements ChunkGrid {
    public Rectilinear {
      edges = List.copyOf(edges);
    }

    @Override
    public int rank() {
      return edges.size();
    }

    @Override
    public List<ChunkEdges> edges(Shape shape) {
      return edges;
    }
  }

  /**
   * A grid that a {@link ChunkGridProvider} added.
   *
   * @param name as documents name it
   * @param configuration as the document has it; not to be modified
   * @param edges for each dimension, made for the array's shape
   */
  record Custom(String name, ObjectNode configuration, List<ChunkEdges> edges)
      implements ChunkGrid {
    public Custom {
      configuration = configuration.deepCopy();
      edges = List.copyOf(edges);
    }

    @Override
    public int rank() {
      return edges.size();
    }

    @Override
    public List<ChunkEdges> edges(Shape shape) {
      return edges;
    }
  }
}
