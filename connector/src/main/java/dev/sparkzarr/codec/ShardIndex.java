package dev.sparkzarr.codec;

import dev.sparkzarr.store.ByteRange;
import java.util.Optional;

/** Where each inner chunk of one shard is. Immutable and safe for many threads. */
public final class ShardIndex {
  ShardIndex() {}

  /**
   * @param index of an inner chunk within its shard, in the array's order of dimensions
   * @return its bytes within the stored object; empty when it is not stored (every element is the
   *     fill value)
   */
  public Optional<ByteRange.Slice> slice(long[] index) {
    throw new UnsupportedOperationException();
  }

  /**
   * @return bytes of memory that this index takes, for caches
   */
  public long memory() {
    throw new UnsupportedOperationException();
  }
}
