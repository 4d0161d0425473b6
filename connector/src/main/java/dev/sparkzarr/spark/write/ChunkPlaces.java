package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.metadata.ChunkEdges;
import java.util.Arrays;
import java.util.List;

/**
 * Which chunk of an array a row is: one that holds exactly what the row says, or none. Immutable.
 *
 * @param array for messages
 * @param grid of the array
 * @param encoded whether rows are whole stored objects in any case
 */
record ChunkPlaces(String array, ArrayGrid grid, boolean encoded) {
  /**
   * A row's place.
   *
   * @param object that it belongs to
   * @param number of the object among all of the array
   * @param isWhole whether it is all of the object, as far as that lies within the array
   */
  record Place(ChunkIndex object, long number, boolean isWhole) {}

  /**
   * Finds the place.
   *
   * @throws ZarrException when the array is cut in another way, or has no such chunk
   */
  Place find(long[] chunk, long[] origin, long[] shape) {
    if (matches(grid.objects(), chunk, origin, shape)) {
      ChunkIndex object = ChunkIndex.of(chunk);
      return new Place(object, number(object), true);
    }
    if (!encoded && grid.isSharded() && matches(grid.chunks(), chunk, origin, shape)) {
      ChunkIndex object = grid.objectOf(ChunkIndex.of(chunk));
      return new Place(object, number(object), false);
    }
    throw new ZarrException(
        "Cannot write chunk "
            + Arrays.toString(chunk)
            + " of "
            + array
            + ": the row has shape "
            + Arrays.toString(shape)
            + " from index "
            + Arrays.toString(origin)
            + " on, which is no "
            + (encoded ? "stored object" : "chunk")
            + " of the array: "
            + grid
            + ". Read the rows with the chunks of the array that is written"
            + (encoded ? ", and encoded=true." : "."));
  }

  private static boolean matches(
      List<ChunkEdges> edges, long[] chunk, long[] origin, long[] shape) {
    if (chunk.length != edges.size()
        || origin.length != edges.size()
        || shape.length != edges.size()) {
      return false;
    }
    for (int i = 0; i < chunk.length; i++) {
      ChunkEdges edge = edges.get(i);
      if (chunk[i] < 0
          || chunk[i] >= edge.count()
          || edge.start(chunk[i]) != origin[i]
          || edge.stop(chunk[i]) - origin[i] != shape[i]) {
        return false;
      }
    }
    return true;
  }

  private long number(ChunkIndex object) {
    long number = 0;
    try {
      for (int i = 0; i < object.rank(); i++) {
        number = Math.multiplyExact(number, grid.objects().get(i).count());
        number = Math.addExact(number, object.at(i));
      }
    } catch (ArithmeticException e) {
      throw new ZarrException(
          "Cannot write "
              + array
              + ": it has more stored objects than can be counted. Write it with layout=cells.");
    }
    return number;
  }

  /** The object of a number. */
  ChunkIndex object(long number) {
    long[] index = new long[grid.objects().size()];
    long rest = number;
    for (int i = index.length - 1; i >= 0; i--) {
      index[i] = rest % grid.objects().get(i).count();
      rest /= grid.objects().get(i).count();
    }
    return ChunkIndex.of(index);
  }
}
