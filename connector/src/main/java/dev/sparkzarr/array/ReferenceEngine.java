package dev.sparkzarr.array;

import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.Store;

/**
 * The engine {@code reference}: the simplest way that can be right, to compare others with. It
 * fetches and puts whole objects, finds inner chunks by its own reading of the shard's index,
 * undoes transposes itself and moves elements one by one through index arithmetic.
 *
 * <p>It shares with {@code java} what stands below a whole, unsharded, untransposed chunk: the
 * {@code bytes} codec and the codecs after it, the limit for an object's size, and the store. It
 * cannot decode shards with codecs after the sharding codec, nor indexes encoded with anything but
 * {@code bytes} and {@code crc32c}.
 */
public final class ReferenceEngine implements ArrayEngine {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public ArrayReader open(
      Store store,
      NodePath path,
      ArrayMetadata metadata,
      FetchSettings fetch,
      ReadCounters counters) {
    BoundArray array = new BoundArray(store, path, metadata);
    try {
      long limit = CodecPipeline.of(metadata).encodedLimit();
      ArrayGrid grid = ArrayGrid.ofObjects(metadata);
      return new ReferenceReader(array, grid, chain(array, grid.largestObject()), limit, counters);
    } catch (CodecException e) {
      throw array.unsupported(e);
    }
  }

  static ReferenceChain chain(BoundArray array, Shape objectShape) {
    ArrayMetadata metadata = array.metadata();
    return new ReferenceChain(metadata.codecs(), array.type(), objectShape, metadata.fillValue());
  }

  @Override
  public ArrayWriter openForWriting(
      Store store, NodePath path, ArrayMetadata metadata, WriteSettings settings) {
    BoundArray array = new BoundArray(store, path, metadata);
    if (settings.shards() == ShardWrites.IN_PLACE) {
      throw new CodecException(
          "Cannot write "
              + array
              + ": engine 'reference' puts whole shards only. Use engine 'java' to write in place.");
    }
    try {
      long limit = CodecPipeline.of(metadata).encodedLimit();
      ArrayGrid grid = ArrayGrid.ofObjects(metadata);
      chain(array, grid.largestObject()); // refuses now what it cannot do
      return new ReferenceWriter(array, grid, settings, limit);
    } catch (CodecException e) {
      throw array.unsupported(e);
    }
  }
}
