package dev.sparkzarr.dataset.block;

import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.Shape;
import java.util.List;

/**
 * Where a cell is stored: the number of its object and its offset in it, by arithmetic that was
 * done once for each index of a dimension. An offset counts cells in C order as if every object had
 * the shape of the largest. Immutable and safe for many threads.
 */
final class ObjectGrid {
  /** Longer windows are computed with divisions, cell by cell: twelve bytes for each index. */
  private static final int LONGEST_TABLE = 1 << 22;

  private final List<ChunkEdges> edges;
  private final long first;
  private final long[] start;
  private final long[] stop;
  private final long[] firstObject;
  private final long[] objectCounts;
  private final long[] objectStrides;
  private final int[] largest;
  private final int[] cellStrides;
  private final int cells;
  private final long[][] numbers;
  private final int[][] offsets;

  private ObjectGrid(
      List<ChunkEdges> edges, List<Long> start, List<Long> stop, long first, String name) {
    int rank = edges.size();
    this.edges = edges;
    this.first = first;
    this.start = start.stream().mapToLong(Long::longValue).toArray();
    this.stop = stop.stream().mapToLong(Long::longValue).toArray();
    this.firstObject = new long[rank];
    this.objectCounts = new long[rank];
    this.objectStrides = new long[rank];
    this.largest = new int[rank];
    this.cellStrides = new int[rank];
    long stride = 1;
    long size = 1;
    for (int i = rank - 1; i >= 0; i--) {
      ChunkEdges edge = edges.get(i);
      boolean isEmpty = this.stop[i] <= this.start[i];
      firstObject[i] = isEmpty ? 0 : edge.chunkAt(this.start[i]);
      objectCounts[i] = isEmpty ? 0 : edge.chunkAt(this.stop[i] - 1) - firstObject[i] + 1;
      objectStrides[i] = stride;
      stride = Math.multiplyExact(stride, objectCounts[i]);
      if (edge.longest() > Integer.MAX_VALUE || size * edge.longest() > Integer.MAX_VALUE) {
        throw new DatasetException(
            "Cannot write array '"
                + name
                + "': one stored object has more than 2^31-1 cells. Choose smaller chunks with"
                + " option 'chunks', or smaller shards.");
      }
      largest[i] = (int) edge.longest();
      cellStrides[i] = (int) size;
      size *= edge.longest();
    }
    this.cells = (int) size;
    this.numbers = new long[rank][];
    this.offsets = new int[rank][];
    for (int i = 0; i < rank; i++) {
      tabulate(i);
    }
  }

  /**
   * @param start of the window of indexes that is written, for each dimension
   * @param stop behind that window
   * @param first number of the window's first object
   */
  static ObjectGrid of(ArrayMetadata array, List<Long> start, List<Long> stop, long first) {
    return new ObjectGrid(
        array.grid().edges(array.shape()), start, stop, first, array.dataType().name());
  }

  private void tabulate(int dimension) {
    long length = Math.max(0, stop[dimension] - start[dimension]);
    if (length > LONGEST_TABLE) {
      return;
    }
    numbers[dimension] = new long[(int) length];
    offsets[dimension] = new int[(int) length];
    ChunkEdges edge = edges.get(dimension);
    long object = firstObject[dimension];
    long index = start[dimension];
    for (int i = 0; i < length; i++, index++) {
      while (index >= edge.stop(object)) {
        object++;
      }
      numbers[dimension][i] = (object - firstObject[dimension]) * objectStrides[dimension];
      offsets[dimension][i] = (int) (index - edge.start(object)) * cellStrides[dimension];
    }
  }

  /** Whether an index is in the window that is written. */
  boolean has(int dimension, long index) {
    return index >= start[dimension] && index < stop[dimension];
  }

  /** What an index adds to its object's number. */
  long number(int dimension, long index) {
    long[] table = numbers[dimension];
    return table != null
        ? table[(int) (index - start[dimension])]
        : (edges.get(dimension).chunkAt(index) - firstObject[dimension]) * objectStrides[dimension];
  }

  /** What an index adds to its cell's offset. */
  int offset(int dimension, long index) {
    int[] table = offsets[dimension];
    if (table != null) {
      return table[(int) (index - start[dimension])];
    }
    ChunkEdges edge = edges.get(dimension);
    return (int) (index - edge.start(edge.chunkAt(index))) * cellStrides[dimension];
  }

  int rank() {
    return largest.length;
  }

  long first() {
    return first;
  }

  /** How many objects are in the window. */
  long objects() {
    long count = 1;
    for (long each : objectCounts) {
      count *= each;
    }
    return count;
  }

  /** Cells of the largest object. */
  int cells() {
    return cells;
  }

  /** The object of a number. */
  ChunkIndex object(long number) {
    long[] index = new long[rank()];
    long rest = number - first;
    for (int i = 0; i < index.length; i++) {
      index[i] = firstObject[i] + rest / objectStrides[i];
      rest %= objectStrides[i];
    }
    return ChunkIndex.of(index);
  }

  /** The shape of an object as it is stored. */
  Shape shape(ChunkIndex object) {
    long[] lengths = new long[rank()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = edges.get(i).length(object.at(i));
    }
    return Shape.of(lengths);
  }

  /** Whether offsets are those of an object of this shape. */
  boolean isLargest(Shape shape) {
    for (int i = 1; i < largest.length; i++) {
      if (shape.length(i) != largest[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether an object of a shape has the cell of an offset. */
  boolean isWithin(Shape shape, int offset) {
    int rest = offset;
    for (int i = 0; i < largest.length; i++) {
      if (rest / cellStrides[i] >= shape.length(i)) {
        return false;
      }
      rest %= cellStrides[i];
    }
    return true;
  }

  /** How many indexes from one on are in the same object, and in the window. */
  long ahead(int dimension, long index) {
    ChunkEdges edge = edges.get(dimension);
    return Math.min(edge.stop(edge.chunkAt(index)), stop[dimension]) - index;
  }

  /** The offset of an object's first cell in the window. */
  int firstCell(ChunkIndex object) {
    int offset = 0;
    for (int i = 0; i < start.length; i++) {
      offset += offset(i, Math.max(start[i], edges.get(i).start(object.at(i))));
    }
    return offset;
  }

  /** Cells of an object that are in the array. */
  long arrayCells(ChunkIndex object) {
    long count = 1;
    for (int i = 0; i < rank(); i++) {
      ChunkEdges edge = edges.get(i);
      long start = edge.start(object.at(i));
      count *= Math.min(edge.stop(object.at(i)), edge.dimensionLength()) - start;
    }
    return count;
  }

  /** Cells of an object that are in the window. */
  int windowCells(ChunkIndex object) {
    long count = 1;
    for (int i = 0; i < start.length; i++) {
      ChunkEdges edge = edges.get(i);
      long from = Math.max(start[i], edge.start(object.at(i)));
      count *= Math.max(0, Math.min(stop[i], edge.stop(object.at(i))) - from);
    }
    return (int) count;
  }

  /** Cells of the window. */
  double windowCells() {
    double cells = 1;
    for (int i = 0; i < start.length; i++) {
      cells *= Math.max(0, stop[i] - start[i]);
    }
    return cells;
  }

  /** The offset of a cell in an object of a shape that is not the largest. */
  int within(Shape shape, int offset) {
    long result = 0;
    int rest = offset;
    for (int i = 0; i < largest.length; i++) {
      result = result * shape.length(i) + rest / cellStrides[i];
      rest %= cellStrides[i];
    }
    return (int) result;
  }

  /** The array's indexes of a cell. */
  long[] indexes(ChunkIndex object, int offset) {
    long[] indexes = new long[rank()];
    int rest = offset;
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = edges.get(i).start(object.at(i)) + rest / cellStrides[i];
      rest %= cellStrides[i];
    }
    return indexes;
  }
}
