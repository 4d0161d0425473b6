package dev.sparkzarr.metadata;

import java.util.Map;

/**
 * Adds chunk grids: a service, found with {@link java.util.ServiceLoader} in this library's class
 * loader and in the calling thread's. A name that this library itself reads cannot be replaced.
 * Must be safe for many threads.
 */
public interface ChunkGridProvider {
  /**
   * @return for each name, as {@code chunk_grid} spells it, how the grid is read
   */
  Map<String, ChunkGridFactory> chunkGrids();
}
