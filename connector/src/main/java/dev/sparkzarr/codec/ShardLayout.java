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
  private final ShardingCodec sharding;
  private final int[] order;
  private final Shape chunksPerShard;
  private final CodecPipeline inner;

  /**
   * @param order for each dimension of the sharding codec, which one of the array it is
   */
  ShardLayout(ShardingCodec sharding, int[] order) {
    this.sharding = sharding;
    this.order = order;
    chunksPerShard = ownOrder(sharding.chunksPerShard());
    CodecChain chain = sharding.inner();
    inner =
        new CodecPipeline(
            TransposeCodec.isIdentity(order)
                ? chain
                : chain.after(
                    new TransposeCodec(
                        order, chain.decoded().withShape(ownOrder(chain.decoded().shape())))));
  }

  private Shape ownOrder(Shape shape) {
    long[] lengths = new long[order.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[order[i]] = shape.length(i);
    }
    return Shape.of(lengths);
  }

  /**
   * @return the shape of an inner chunk
   */
  public Shape chunkShape() {
    return inner.chunkShape();
  }

  /**
   * @return how many inner chunks a shard has in each dimension
   */
  public Shape chunksPerShard() {
    return chunksPerShard;
  }

  /**
   * @return where the encoded index stands in the stored object
   */
  public ByteRange indexRange() {
    int size = sharding.encodedIndexSize();
    return sharding.indexStands() == ShardingCodec.Location.START
        ? new ByteRange.Slice(0, size)
        : new ByteRange.Suffix(size);
  }

  /**
   * Decodes an index.
   *
   * @param encoded the bytes at {@link #indexRange()}
   * @throws CodecException when it is damaged
   */
  public ShardIndex decodeIndex(ByteBuffer encoded) {
    byte[] entries = new byte[sharding.indexSize()];
    try (Workspace workspace = Workspace.lease()) {
      sharding.decodeIndex(ByteSpan.of(encoded), Long.MAX_VALUE, entries, workspace);
    }
    return new ShardIndex(entries, sharding.chunksPerShard().toArray(), order);
  }

  /**
   * @return the pipeline of one inner chunk, which may be a shard itself
   */
  public CodecPipeline inner() {
    return inner;
  }
}
