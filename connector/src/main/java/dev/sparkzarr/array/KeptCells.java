package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.Shape;

/**
 * Which cells of one chunk count: the box that it has in common with a part of the array.
 * Immutable.
 */
final class KeptCells {
  private final Shape chunk;
  private final long[] start; // within the chunk
  private final long[] count;
  private final boolean none;
  private final boolean all;

  /**
   * @param origin index in the array of the chunk's first element
   * @param chunk its shape
   * @param kept part of the array
   * @throws IllegalArgumentException when the part has another rank, or steps
   */
  KeptCells(long[] origin, Shape chunk, Region kept) {
    if (kept.ranges().size() != chunk.rank()) {
      throw new IllegalArgumentException(
          "Cannot keep " + kept + " of an array with " + chunk.rank() + " dimensions");
    }
    this.chunk = chunk;
    this.start = new long[origin.length];
    this.count = new long[origin.length];
    boolean nothing = false;
    boolean everything = true;
    for (int i = 0; i < origin.length; i++) {
      Region.Range range = kept.ranges().get(i);
      if (range.step() != 1) {
        throw new IllegalArgumentException("Cannot keep " + kept + ": it has steps");
      }
      long first = Math.max(range.start(), origin[i]);
      long stop = Math.min(range.start() + range.count(), origin[i] + chunk.length(i));
      start[i] = first - origin[i];
      count[i] = Math.max(0, stop - first);
      nothing |= count[i] == 0;
      everything &= count[i] == chunk.length(i);
    }
    this.none = nothing;
    this.all = everything;
  }

  /**
   * @return whether no cell counts
   */
  boolean isEmpty() {
    return none;
  }

  /**
   * @param stored the chunk's values
   * @return these where they count, fill values elsewhere; the same buffer when all count
   */
  ChunkBuffer of(ChunkBuffer stored, CodecPipeline pipeline) {
    if (all) {
      return stored;
    }
    ChunkBuffer values = new ChunkBuffer(stored.type());
    pipeline.fill(values);
    if (stored.isVariable()) {
      values.heap().adopt(stored.heap(), stored.bytes(), stored.elements());
    }
    long[] strides = StridedCopy.strides(chunk.toArray());
    long first = 0;
    for (int i = 0; i < start.length; i++) {
      first += start[i] * strides[i];
    }
    StridedCopy.copy(
        stored.bytes(),
        first,
        strides,
        values.bytes(),
        first,
        strides,
        count,
        stored.type().layout().width());
    return values;
  }
}
