package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import java.util.List;
import java.util.Optional;

/**
 * An array whose chunks are rows.
 *
 * @param name of the array in its group; {@code value} at the root
 * @param path of the array in the store
 * @param array as it is stored
 * @param dimensions their names
 * @param grid of what a row is, {@link ArrayGrid#chunks()}: chunks, or whole stored objects
 * @param decoder from elements to values; empty where rows are stored bytes
 */
public record ChunkSource(
    String name,
    NodePath path,
    ArrayMetadata array,
    List<String> dimensions,
    ArrayGrid grid,
    Optional<ValueDecoder> decoder) {
  public ChunkSource {
    dimensions = List.copyOf(dimensions);
  }

  /**
   * @return decoded bytes of an element in memory, for planning
   */
  public long elementBytes() {
    return array.dataType().layout().width();
  }
}
