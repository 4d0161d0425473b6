package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Reads the configuration of one chunk grid. Must be safe for many threads. */
@FunctionalInterface
public interface ChunkGridFactory {
  /**
   * @param configuration as the document has it, empty when it has none; not to be modified
   * @param shape of the array
   * @return for each dimension of the array, how it is cut
   * @throws MetadataException when the configuration cannot be used; the message says why, the
   *     caller names array and grid
   */
  List<ChunkEdges> edges(ObjectNode configuration, Shape shape);
}
