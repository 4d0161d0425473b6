package dev.sparkzarr.metadata;

/** How an array's index space is cut into stored objects. */
public sealed interface ChunkGrid {
  /**
   * All chunks have one shape; those at the edge are stored whole and clipped by the array's shape.
   *
   * @param chunkShape each length at least 1, except that a stored length of 0 on a zero-length
   *     dimension is read as 1
   */
  record Regular(Shape chunkShape) implements ChunkGrid {}
}
