package org.example.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.ChunkGridFactory;
import dev.sparkzarr.metadata.ChunkGridProvider;
import dev.sparkzarr.metadata.MetadataException;
import dev.sparkzarr.metadata.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Adds {@code example.doubling}: in every dimension, each chunk is twice as long as the one before.
 * Its configuration says the {@code first} length. Stateless.
 */
public final class ExampleGrids implements ChunkGridProvider {
  @Override
  public Map<String, ChunkGridFactory> chunkGrids() {
    return Map.of("example.doubling", ExampleGrids::edges);
  }

  private static List<ChunkEdges> edges(ObjectNode configuration, Shape shape) {
    JsonNode first = configuration.path("first");
    if (!first.isIntegralNumber() || !first.canConvertToLong() || first.longValue() < 1) {
      throw new MetadataException(
          "Cannot use chunk grid 'example.doubling': its 'first' is not an integer from 1.");
    }
    List<ChunkEdges> edges = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      edges.add(doubling(shape.length(i), first.longValue()));
    }
    return edges;
  }

  /** At most 64 chunks, however long the dimension is. */
  private static ChunkEdges doubling(long dimensionLength, long first) {
    long[] lengths = new long[Long.SIZE];
    int chunks = 0;
    long length = first;
    for (long left = dimensionLength; left > 0; left -= Math.min(left, length / 2)) {
      lengths[chunks++] = length;
      length = 2 * Math.min(length, Long.MAX_VALUE / 2);
    }
    return ChunkEdges.of(dimensionLength, Arrays.copyOf(lengths, chunks));
  }
}
