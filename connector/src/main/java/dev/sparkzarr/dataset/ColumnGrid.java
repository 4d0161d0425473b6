package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the chunks of one array lie in a table. Everything here is in ascending order of the table's
 * dimensions, whatever the array's own order is. Immutable.
 */
final class ColumnGrid {
  /** Bytes of the largest array that a JVM makes. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private final String column;
  private final DataType type;
  private final int[] dimensions;
  private final int[] arrayDimensions;
  private final long[] chunkLengths;
  private final long[] objectLengths;
  private final long[] strides;
  private final double chunkBytes;

  /**
   * @param arrayToTable positions among the table's dimensions, in the array's order
   * @param axes of the table
   * @throws DatasetException when the array does not fit the table
   */
  ColumnGrid(ArrayReader reader, List<Integer> arrayToTable, List<Axis> axes, String column) {
    Shape shape = reader.metadata().shape();
    int rank = shape.rank();
    this.column = column;
    type = reader.metadata().dataType().storage();
    dimensions = arrayToTable.stream().mapToInt(Integer::intValue).sorted().toArray();
    boolean fits = dimensions.length == rank;
    for (int i = 0; i < rank && fits; i++) {
      fits = shape.length(i) == axes.get(arrayToTable.get(i)).length();
      fits &= i == 0 || dimensions[i] != dimensions[i - 1];
    }
    if (!fits) {
      throw new DatasetException(
          "Cannot read column "
              + column
              + ": its array has shape "
              + shape
              + ", which is not the length of the table's dimensions "
              + arrayToTable
              + ". The store has changed since the table was planned; read it again.");
    }
    arrayDimensions = new int[rank];
    chunkLengths = new long[rank];
    objectLengths = new long[rank];
    strides = new long[rank];
    for (int i = 0; i < rank; i++) {
      int a = arrayToTable.indexOf(dimensions[i]);
      arrayDimensions[i] = a;
      chunkLengths[i] = reader.chunkShape().length(a);
      objectLengths[i] = reader.objectShape().length(a);
      strides[i] = 1;
      for (int inner = a + 1; inner < rank; inner++) {
        strides[i] *= reader.chunkShape().length(inner);
      }
    }
    chunkBytes =
        Arrays.stream(reader.chunkShape().toArray())
            .asDoubleStream()
            .reduce(type.layout().width(), (a, b) -> a * b);
  }

  /**
   * @return what an element is; never an extension, but its storage
   */
  DataType type() {
    return type;
  }

  /**
   * @return the table's dimensions that the array has, ascending; not to be modified
   */
  int[] dimensions() {
    return dimensions;
  }

  /**
   * @return lengths of a chunk; not to be modified
   */
  long[] chunkLengths() {
    return chunkLengths;
  }

  /**
   * @return lengths of a stored object; not to be modified
   */
  long[] objectLengths() {
    return objectLengths;
  }

  /**
   * @return elements between neighbours in a decoded chunk; right for every chunk that can be held
   *     in memory; not to be modified
   */
  long[] strides() {
    return strides;
  }

  /**
   * @return decoded bytes of a chunk; may be beyond what a long holds
   */
  double chunkBytes() {
    return chunkBytes;
  }

  /**
   * @throws DatasetException when a decoded chunk is larger than memory can be in one piece
   */
  void checkChunkFits() {
    if (chunkBytes > MAX_BYTES) {
      throw new DatasetException(
          "Cannot read column "
              + column
              + ": a chunk of its array has "
              + String.format(Locale.ROOT, "%.0f", chunkBytes)
              + " bytes when decoded, and at most "
              + MAX_BYTES
              + " can be read. Leave the column out, or store it in smaller chunks.");
    }
  }

  /**
   * @param cell of the grid of chunks, in the table's order of dimensions
   * @return the chunk there, in the array's order
   */
  ChunkIndex chunkAt(long[] cell) {
    long[] index = new long[cell.length];
    for (int i = 0; i < cell.length; i++) {
      index[arrayDimensions[i]] = cell[i];
    }
    return ChunkIndex.of(index);
  }

  /**
   * @return whether two chunks are in one stored object
   */
  boolean sameObject(ChunkIndex a, ChunkIndex b) {
    for (int i = 0; i < dimensions.length; i++) {
      long chunks = objectLengths[i] / chunkLengths[i];
      int at = arrayDimensions[i];
      if (a.at(at) / chunks != b.at(at) / chunks) {
        return false;
      }
    }
    return true;
  }

  /**
   * @return the place of table dimension {@code d} in {@link #dimensions()}, negative when the
   *     array does not have it
   */
  int indexOf(int d) {
    return Arrays.binarySearch(dimensions, d);
  }
}
