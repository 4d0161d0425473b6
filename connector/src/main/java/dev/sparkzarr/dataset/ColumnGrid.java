package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.metadata.ChunkEdges;
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
  private final ChunkEdges[] chunks;
  private final ChunkEdges[] objects;

  /** Elements between neighbours in a decoded chunk; null where chunks differ in shape. */
  private final long[] evenStrides;

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
    chunks = new ChunkEdges[rank];
    objects = new ChunkEdges[rank];
    ArrayGrid grid = reader.grid();
    boolean even = true;
    for (int i = 0; i < rank; i++) {
      int a = arrayToTable.indexOf(dimensions[i]);
      arrayDimensions[i] = a;
      chunks[i] = grid.chunks().get(a);
      objects[i] = grid.objects().get(a);
      even &= chunks[i].isEven();
    }
    long[] largest = grid.largestChunk().toArray();
    evenStrides = even ? strides(largest, new long[rank]) : null;
    chunkBytes =
        Arrays.stream(largest).asDoubleStream().reduce(type.layout().width(), (a, b) -> a * b);
  }

  /**
   * @param lengths of a chunk, in the array's order
   */
  private long[] strides(long[] lengths, long[] strides) {
    for (int i = 0; i < strides.length; i++) {
      strides[i] = 1;
      for (int inner = arrayDimensions[i] + 1; inner < lengths.length; inner++) {
        strides[i] *= lengths[inner];
      }
    }
    return strides;
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
   * @return how each dimension is cut into chunks; not to be modified
   */
  ChunkEdges[] chunks() {
    return chunks;
  }

  /**
   * @return how each dimension is cut into stored objects; not to be modified
   */
  ChunkEdges[] objects() {
    return objects;
  }

  /**
   * @param cell a chunk, in the table's order of dimensions
   * @return elements between neighbours in that chunk decoded; right for every chunk that can be
   *     held in memory; not to be modified
   */
  long[] strides(long[] cell) {
    if (evenStrides != null) {
      return evenStrides;
    }
    long[] lengths = new long[cell.length];
    for (int i = 0; i < cell.length; i++) {
      lengths[arrayDimensions[i]] = chunks[i].length(cell[i]);
    }
    return strides(lengths, new long[cell.length]);
  }

  /**
   * @return decoded bytes of the largest chunk; may be beyond what a long holds
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
      int at = arrayDimensions[i];
      if (object(i, a.at(at)) != object(i, b.at(at))) {
        return false;
      }
    }
    return true;
  }

  private long object(int i, long chunk) {
    return objects[i].chunkAt(chunks[i].start(chunk));
  }

  /**
   * @return the place of table dimension {@code d} in {@link #dimensions()}, negative when the
   *     array does not have it
   */
  int indexOf(int d) {
    return Arrays.binarySearch(dimensions, d);
  }
}
