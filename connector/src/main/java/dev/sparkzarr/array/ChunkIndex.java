package dev.sparkzarr.array;

import java.util.Arrays;

/** The position of a chunk in a grid. Immutable. */
public final class ChunkIndex {
  private final long[] index;

  private ChunkIndex(long[] index) {
    this.index = index;
  }

  /**
   * @param index copied
   */
  public static ChunkIndex of(long... index) {
    return new ChunkIndex(index.clone());
  }

  /**
   * @return the number of dimensions
   */
  public int rank() {
    return index.length;
  }

  /**
   * @return the position in dimension {@code dimension}
   */
  public long at(int dimension) {
    return index[dimension];
  }

  /**
   * @return a copy
   */
  public long[] toArray() {
    return index.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChunkIndex chunk && Arrays.equals(index, chunk.index);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(index);
  }

  @Override
  public String toString() {
    return Arrays.toString(index);
  }
}
