package dev.sparkzarr.dataset;

import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the touched objects of one grid into boxes. All dimensions before the <em>cut dimension</em>
 * have one object in a box, the cut dimension has a run of them, all dimensions behind it are
 * whole: so a box is a run of objects in C order.
 */
final class BoxCutter {
  private final GridCells[] cells;

  /** Decoded bytes of one object; a double, because shapes may multiply beyond a long. */
  private final double objectBytes;

  BoxCutter(
      Shape shape,
      List<IndexSet> selection,
      List<ChunkEdges> objects,
      List<ChunkEdges> chunks,
      long rowBytes) {
    this.cells = new GridCells[shape.rank()];
    double bytes = rowBytes;
    for (int d = 0; d < cells.length; d++) {
      cells[d] = GridCells.of(selection.get(d), objects.get(d), chunks.get(d));
      bytes *= Math.min(shape.length(d), cells[d].mostLength());
    }
    this.objectBytes = bytes;
  }

  /**
   * @return how many objects hold a selected cell, at most 2^63-1
   */
  long count() {
    return countBefore(cells.length);
  }

  /**
   * @return the boxes in C order
   */
  List<Box> cut(PartitionPlanner.Limits limits) {
    if (cells.length == 0) {
      return List.of(new Box(new long[0], new long[0]));
    }
    int dimension = 0;
    while (dimension < cells.length - 1 && sliceBytes(dimension) > limits.maxBytes()) {
      dimension++;
    }
    long run = Math.max(1, (long) (limits.maxBytes() / sliceBytes(dimension)));
    long pieces = ceilDiv(cells[dimension].count(), run);
    long wanted = Math.min(Math.min(limits.parallelism(), limits.maxPartitions()), count());
    int wantedDimension = dimensionOf(wanted);
    long wantedPieces = ceilDiv(wanted, countBefore(wantedDimension));
    if (wantedDimension > dimension) {
      dimension = wantedDimension;
      pieces = wantedPieces;
    } else if (wantedDimension == dimension) {
      pieces = Math.max(pieces, wantedPieces);
    }
    long boxes = saturatedProduct(countBefore(dimension), pieces);
    return boxes <= limits.maxPartitions()
        ? cut(dimension, (int) boxes)
        : cut(dimensionOf(limits.maxPartitions()), limits.maxPartitions());
  }

  /**
   * @return the first dimension at which a cut can give {@code boxes} boxes
   */
  private int dimensionOf(long boxes) {
    int dimension = 0;
    while (countBefore(dimension + 1) < boxes) {
      dimension++;
    }
    return dimension;
  }

  /** Shares {@code boxes} boxes evenly among the slices that the outer dimensions make. */
  private List<Box> cut(int dimension, int boxes) {
    List<Box> result = new ArrayList<>(boxes);
    int rank = cells.length;
    long[] starts = new long[rank];
    long[] stops = new long[rank];
    for (int d = dimension + 1; d < rank; d++) {
      starts[d] = cells[d].start(0);
      stops[d] = cells[d].stop(cells[d].count() - 1);
    }
    long slices = countBefore(dimension);
    long[] outer = new long[dimension];
    for (long slice = 0; slice < slices; slice++) {
      for (int d = 0; d < dimension; d++) {
        starts[d] = cells[d].start(outer[d]);
        stops[d] = cells[d].stop(outer[d]);
      }
      long pieces = (slice + 1) * boxes / slices - slice * boxes / slices;
      long objects = cells[dimension].count();
      for (long piece = 0; piece < pieces; piece++) {
        starts[dimension] = cells[dimension].start(firstOf(piece, pieces, objects));
        stops[dimension] = cells[dimension].stop(firstOf(piece + 1, pieces, objects) - 1);
        result.add(new Box(starts, stops));
      }
      advance(outer);
    }
    return result;
  }

  private void advance(long[] outer) {
    for (int d = outer.length - 1; d >= 0; d--) {
      if (++outer[d] < cells[d].count()) {
        return;
      }
      outer[d] = 0;
    }
  }

  /** The first object of a piece, when {@code objects} are shared evenly. */
  private static long firstOf(long piece, long pieces, long objects) {
    return piece * (objects / pieces) + Math.min(piece, objects % pieces);
  }

  /** Decoded bytes of one object in {@code dimension} and all before, and all behind it. */
  private double sliceBytes(int dimension) {
    double bytes = objectBytes;
    for (int d = dimension + 1; d < cells.length; d++) {
      bytes *= cells[d].count();
    }
    return bytes;
  }

  /** Touched objects, counted over the dimensions before {@code dimension} only. */
  private long countBefore(int dimension) {
    long count = 1;
    for (int d = 0; d < dimension; d++) {
      count = saturatedProduct(count, cells[d].count());
    }
    return count;
  }

  static long saturatedProduct(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }

  private static long ceilDiv(long a, long b) {
    return a / b + (a % b == 0 ? 0 : 1);
  }
}
