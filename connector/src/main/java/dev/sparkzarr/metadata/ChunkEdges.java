package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How one dimension of an array is cut into chunks: by the lengths of their edges, one after the
 * other from index 0. The last chunks may reach beyond the dimension, or lie beyond it altogether;
 * those that hold no index are not counted here. Indexes count elements, chunks are counted from 0.
 * Every answer costs a division, or a binary search among runs of equal lengths; memory grows with
 * these runs, never with chunks. Immutable.
 */
public sealed interface ChunkEdges permits EvenEdges, RunEdges {
  /**
   * Chunks of one length, as many as it takes.
   *
   * @param dimensionLength of the array, at least 0
   * @param chunkLength at least 1
   * @throws MetadataException when a length is out of range
   */
  static ChunkEdges even(long dimensionLength, long chunkLength) {
    return new EvenEdges(dimensionLength, chunkLength);
  }

  /**
   * Chunks of these lengths.
   *
   * @param dimensionLength of the array, at least 0
   * @param chunkLengths each at least 1; together at least {@code dimensionLength}; copied
   * @throws MetadataException when a length is out of range
   */
  static ChunkEdges of(long dimensionLength, long... chunkLengths) {
    long[] once = new long[chunkLengths.length];
    java.util.Arrays.fill(once, 1);
    return runs(dimensionLength, chunkLengths, once);
  }

  /**
   * Runs of chunks.
   *
   * @param dimensionLength of the array, at least 0
   * @param chunkLengths of the chunks of each run, at least 1
   * @param counts of chunks of each run, at least 1; all together at least {@code dimensionLength}
   *     long
   * @throws MetadataException when a length or count is out of range
   */
  static ChunkEdges runs(long dimensionLength, long[] chunkLengths, long[] counts) {
    return RunEdges.of(dimensionLength, chunkLengths, counts);
  }

  /**
   * @return length of the dimension
   */
  long dimensionLength();

  /**
   * @return how many chunks hold an index of the dimension
   */
  long count();

  /**
   * @param index within the dimension
   * @return the chunk that holds it
   */
  long chunkAt(long index);

  /**
   * @param chunk below {@link #count()}
   * @return its first index
   */
  long start(long chunk);

  /**
   * @param chunk below {@link #count()}
   * @return its length as it is stored, which may reach beyond the dimension
   */
  long length(long chunk);

  /**
   * @param chunk below {@link #count()}
   * @return the index behind its last within the dimension
   */
  default long stop(long chunk) {
    long start = start(chunk);
    long length = length(chunk);
    return dimensionLength() - start <= length ? dimensionLength() : start + length;
  }

  /**
   * @return the longest length of all chunks; that of a first chunk, or 1, when there is none
   */
  long longest();

  /**
   * @param first a chunk
   * @param last a chunk, not before the first
   * @return the longest length from the first to the last
   */
  long longest(long first, long last);

  /**
   * @return the shortest length of all chunks; that of a first chunk, or 1, when there is none
   */
  long shortest();

  /**
   * @return whether all chunks have one length
   */
  default boolean isEven() {
    return shortest() == longest();
  }

  /**
   * Asks whether every chunk of another cut of this dimension, as it is stored, is some of these
   * put together.
   *
   * @return false also where it is not easily told
   */
  boolean isFinerThan(ChunkEdges other);

  /**
   * @return an integer, or a list of lengths and {@code [length, count]} pairs, as {@code
   *     chunk_shapes} of a rectilinear grid spells it
   */
  JsonNode toJson();
}
