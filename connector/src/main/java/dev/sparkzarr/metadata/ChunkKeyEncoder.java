package dev.sparkzarr.metadata;

/** Makes chunk keys. Must be safe for many threads, and make different keys of different chunks. */
@FunctionalInterface
public interface ChunkKeyEncoder {
  /**
   * @param index of the stored object in the chunk grid, one for each dimension
   * @return its key below the array's, such as {@code c/0/1}: segments joined by {@code /}, none of
   *     them empty, {@code .} or {@code ..}
   */
  String encode(long[] index);
}
