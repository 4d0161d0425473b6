package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.FillValue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A shard whose inner chunks come row by row, as far as it lies within the array. For one thread.
 */
final class OpenShard {
  private final Region region;
  private final int[] counts; // of inner chunks, by dimension
  private final long[] first; // inner chunk
  private final int chunks;
  private final BitSet held = new BitSet();
  private final ChunkBuffer values;
  private final int width;

  /**
   * @param object whose values fit into memory: its region was asked for before
   */
  OpenShard(ArrayMetadata array, ArrayGrid grid, ChunkIndex object, Region region) {
    this.region = region;
    this.width = array.dataType().layout().width();
    this.counts = new int[object.rank()];
    this.first = new long[object.rank()];
    int all = 1;
    for (int i = 0; i < counts.length; i++) {
      ChunkEdges inner = grid.chunks().get(i);
      Region.Range range = region.ranges().get(i);
      first[i] = inner.chunkAt(range.start());
      counts[i] = (int) (inner.chunkAt(range.start() + range.count() - 1) - first[i] + 1);
      all = Math.multiplyExact(all, counts[i]);
    }
    this.chunks = all;
    this.values = new ChunkBuffer(array.dataType());
    values.resize(region.shape().elements());
    byte[] fill =
        values.element(
            array.fillValue().orElseGet(() -> FillValue.undefined(array.dataType())).pattern());
    for (int at = 0; at < values.size(); at += width) {
      System.arraycopy(fill, 0, values.bytes(), at, width);
    }
  }

  /** The part of an array that an object holds. */
  static Region region(ArrayGrid grid, ChunkIndex object) {
    List<Region.Range> ranges = new ArrayList<>();
    for (int i = 0; i < object.rank(); i++) {
      ChunkEdges edges = grid.objects().get(i);
      ranges.add(Region.Range.of(edges.start(object.at(i)), edges.stop(object.at(i))));
    }
    return new Region(ranges);
  }

  Region region() {
    return region;
  }

  ChunkBuffer values() {
    return values;
  }

  /** How many of its inner chunks rows gave. */
  int held() {
    return held.cardinality();
  }

  /** How many there are. */
  int chunks() {
    return chunks;
  }

  /**
   * Lays an inner chunk into its place.
   *
   * @param slots elements of the chunk, whose heap is that of {@link #values}
   * @param array for messages
   */
  void lay(long[] chunk, long[] origin, long[] shape, byte[] slots, String array) {
    int number = 0;
    for (int i = 0; i < counts.length; i++) {
      number = number * counts[i] + (int) (chunk[i] - first[i]);
    }
    if (held.get(number)) {
      throw new ZarrException(
          "Cannot write chunk "
              + ChunkIndex.of(chunk)
              + " of "
              + array
              + ": more than one row has it. Remove one, for example with"
              + " dropDuplicates(\"array\", \"chunk\").");
    }
    held.set(number);
    int rank = shape.length;
    int run = rank == 0 ? width : Math.toIntExact(shape[rank - 1] * width);
    long[] at = new long[rank];
    int from = 0;
    int dimension;
    do {
      long element = 0;
      for (int i = 0; i < rank; i++) {
        Region.Range range = region.ranges().get(i);
        element = element * range.count() + origin[i] - range.start() + at[i];
      }
      System.arraycopy(slots, from, values.bytes(), Math.toIntExact(element * width), run);
      from += run;
      for (dimension = rank - 2; dimension >= 0; dimension--) {
        if (++at[dimension] < shape[dimension]) {
          break;
        }
        at[dimension] = 0;
      }
    } while (dimension >= 0);
  }
}
