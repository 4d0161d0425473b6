package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Reads of whole values into memory that the caller has already, so that none is taken for each.
 * Who has this keeps nothing of what it read. Safe for many threads.
 */
public interface ReadsInto {
  /**
   * Reads a whole value with one request.
   *
   * @param limit as in {@link Store#get}
   * @param room gives memory for so many bytes at least; called on this thread once the size is
   *     known, and again when the request is made again. Nothing is written to it any more when
   *     this method has ended, also by an error.
   * @return the value, from index 0 of what {@code room} gave last; empty when no value has this
   *     key
   * @throws OverLimitException when the value is over the limit
   * @throws StoreException when the store could not find out
   */
  Optional<ByteBuffer> get(StoreKey key, long limit, IntFunction<byte[]> room);
}
