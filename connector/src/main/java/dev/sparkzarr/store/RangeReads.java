package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Reads of parts of a value. Safe for many threads. */
public interface RangeReads {
  /**
   * Reads one range with one request.
   *
   * @return an array-backed buffer of exactly the range's length, never to be modified; empty when
   *     no value has this key
   * @throws InvalidRangeException when the range passes the end of the value
   * @throws StoreException when the store could not find out
   */
  Optional<ByteBuffer> read(StoreKey key, ByteRange range);

  /**
   * Reads several slices of one value. Neighbours are merged as {@code merge} says, and each merged
   * range is one request (or one vectored request, where the store has that).
   *
   * @param slices in any order; may overlap
   * @return a buffer for each slice, in the order given; empty when no value has this key
   * @throws InvalidRangeException when a slice passes the end of the value
   * @throws StoreException when the store could not find out
   */
  default Optional<List<ByteBuffer>> read(
      StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
    return merge.read(slices, slice -> read(key, slice));
  }
}
