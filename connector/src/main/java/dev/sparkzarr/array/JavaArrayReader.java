package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.codec.ShardLayout;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.RangeMerge;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads through a {@link CodecPipeline}: whole objects with one request, or the inner chunks of
 * shards with {@link ShardReads}. A chunk of a nested shard is the inner shard, decoded whole.
 */
final class JavaArrayReader implements ArrayReader {
  private final BoundArray array;
  private final CodecPipeline pipeline;
  private final Optional<ShardReads> shards;
  private final long[] chunksPerObject;
  private final Shape objectShape;
  private final ReadCounters counters;

  JavaArrayReader(BoundArray array, CodecPipeline object, RangeMerge merge, ReadCounters counters) {
    this.array = array;
    this.counters = counters;
    Optional<ShardLayout> layout = object.shard();
    this.pipeline = layout.map(ShardLayout::inner).orElse(object);
    this.shards =
        layout.map(shard -> new ShardReads(array, shard, object.encodedLimit(), merge, counters));
    this.objectShape = object.chunkShape();
    this.chunksPerObject = new long[objectShape.rank()];
    for (int i = 0; i < chunksPerObject.length; i++) {
      chunksPerObject[i] = objectShape.length(i) / pipeline.chunkShape().length(i);
    }
  }

  @Override
  public ArrayMetadata metadata() {
    return array.metadata();
  }

  @Override
  public Shape chunkShape() {
    return pipeline.chunkShape();
  }

  @Override
  public Shape objectShape() {
    return objectShape;
  }

  @Override
  public List<EncodedChunk> fetch(List<ChunkIndex> chunks) {
    if (chunks.isEmpty()) {
      return List.of();
    }
    ChunkIndex object = objectOf(chunks.get(0));
    List<long[]> within = new ArrayList<>(chunks.size());
    for (ChunkIndex chunk : chunks) {
      if (!objectOf(chunk).equals(object)) {
        throw new IllegalArgumentException(
            "Cannot fetch chunks " + chunks + " at once: they are not in one stored object");
      }
      long[] index = chunk.toArray();
      for (int i = 0; i < index.length; i++) {
        index[i] %= chunksPerObject[i];
      }
      within.add(index);
    }
    List<Optional<ByteBuffer>> bytes =
        shards.isPresent() ? shards.get().fetch(object, within) : whole(object, chunks.size());
    List<EncodedChunk> fetched = new ArrayList<>(chunks.size());
    for (int i = 0; i < chunks.size(); i++) {
      fetched.add(new EncodedChunk(chunks.get(i), bytes.get(i)));
    }
    return fetched;
  }

  private List<Optional<ByteBuffer>> whole(ChunkIndex object, int times) {
    long start = System.nanoTime();
    counters.objects.increment();
    Optional<ByteBuffer> bytes = array.store().get(array.key(object), pipeline.encodedLimit());
    counters.fetchNanos.add(System.nanoTime() - start);
    bytes.ifPresent(found -> counters.bytesFetched.add(found.remaining()));
    return Collections.nCopies(times, bytes);
  }

  @Override
  public boolean decode(EncodedChunk chunk, ChunkBuffer target) {
    try {
      if (chunk.bytes().isEmpty()) {
        pipeline.fill(target);
        counters.chunksMissing.increment();
        return false;
      }
      long start = System.nanoTime();
      pipeline.decode(chunk.bytes().get(), target);
      counters.decodeNanos.add(System.nanoTime() - start);
    } catch (CodecException e) {
      throw array.damaged(objectOf(chunk.index()), part(chunk.index()), e);
    }
    counters.chunksDecoded.increment();
    counters.bytesDecoded.add(target.size());
    return true;
  }

  @Override
  public void read(Region region, ChunkBuffer target) {
    RegionRead.read(array, this, pipeline.encodedLimit(), counters, region, target);
  }

  private ChunkIndex objectOf(ChunkIndex chunk) {
    if (chunk.rank() != chunksPerObject.length) {
      throw new IllegalArgumentException(
          "Cannot read chunk " + chunk + " of " + array + ": it has another number of dimensions");
    }
    long[] object = chunk.toArray();
    for (int i = 0; i < object.length; i++) {
      object[i] /= chunksPerObject[i];
    }
    return ChunkIndex.of(object);
  }

  private String part(ChunkIndex chunk) {
    return shards.isPresent() ? "inner chunk " + chunk + " of" : "";
  }
}
