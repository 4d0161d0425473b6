package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.ByteRange;
import java.nio.ByteBuffer;

/**
 * How the inner chunks of a shard are found and decoded. All shapes and indexes are in the array's
 * own order of dimensions, also where a transpose stands before the sharding codec. Immutable and
 * safe for many threads.
 */
public final class ShardLayout {
  ShardLayout() {}

  /**
   * @return the shape of an inner chunk
   */
  public Shape chunkShape() {
    throw new UnsupportedOperationException();
  }

  /**
   * @return how many inner chunks a shard has in each dimension
   */
  public Shape chunksPerShard() {
    throw new UnsupportedOperationException();
  }

  /**
   * @return where the encoded index stands in the stored object
   */
  public ByteRange indexRange() {
    throw new UnsupportedOperationException();
  }

  /**
   * Decodes an index.
   *
   * @param encoded the bytes at {@link #indexRange()}
   * @throws CodecException when it is damaged
   */
  public ShardIndex decodeIndex(ByteBuffer encoded) {
    throw new UnsupportedOperationException();
  }

  /**
   * @return the pipeline of one inner chunk, which may be a shard itself
   */
  public CodecPipeline inner() {
    throw new UnsupportedOperationException();
  }
}
