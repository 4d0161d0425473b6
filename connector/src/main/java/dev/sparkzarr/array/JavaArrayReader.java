package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.codec.ShardLayout;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.store.ReadsInto;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Versions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Reads through a {@link CodecPipeline}: whole objects with one request, or the inner chunks of
 * shards with {@link ShardReads}. A chunk of a nested shard is the inner shard, decoded whole.
 */
final class JavaArrayReader implements ArrayReader {
  private final BoundArray array;
  private final ArrayGrid grid;
  private final ObjectPipelines objects;
  private final CodecPipeline largest; // chunk
  private final Optional<ShardReads> shards;
  private final ReadCounters counters;
  private final Optional<Versions> versions;
  private final Optional<ReadsInto> readsInto;

  /**
   * @throws CodecException when the array's shards are of lengths that inner chunks do not divide
   */
  JavaArrayReader(
      BoundArray array, ObjectPipelines objects, FetchSettings fetch, ReadCounters counters) {
    this.array = array;
    this.objects = objects;
    this.counters = counters;
    this.grid = array.grid(objects.largest());
    Optional<ShardLayout> layout = objects.largest().shard();
    this.largest = layout.map(ShardLayout::inner).orElse(objects.largest());
    this.versions = fetch.versions() ? array.store().versions() : Optional.empty();
    this.readsInto = array.store().readsInto();
    this.shards = layout.map(any -> new ShardReads(array, grid, objects, fetch.merge(), counters));
  }

  @Override
  public ArrayMetadata metadata() {
    return array.metadata();
  }

  @Override
  public ArrayGrid grid() {
    return grid;
  }

  @Override
  public List<EncodedChunk> fetch(List<ChunkIndex> chunks) {
    return fetch(chunks, null);
  }

  @Override
  public List<EncodedChunk> fetch(List<ChunkIndex> chunks, IntFunction<byte[]> room) {
    if (chunks.isEmpty()) {
      return List.of();
    }
    ChunkIndex object = grid.objectOf(chunks.get(0));
    List<long[]> within = new ArrayList<>(chunks.size());
    for (ChunkIndex chunk : chunks) {
      if (!grid.objectOf(chunk).equals(object)) {
        throw new IllegalArgumentException(
            "Cannot fetch chunks " + chunks + " at once: they are not in one stored object");
      }
      within.add(grid.within(chunk, object));
    }
    FetchedObject found =
        shards.isPresent()
            ? shards.get().fetch(object, within)
            : whole(object, chunks.size(), room);
    List<EncodedChunk> fetched = new ArrayList<>(chunks.size());
    for (int i = 0; i < chunks.size(); i++) {
      fetched.add(
          new EncodedChunk(chunks.get(i), found.chunks().get(i), found.version(), ChunkMemo.NONE));
    }
    return fetched;
  }

  private FetchedObject whole(ChunkIndex object, int times, IntFunction<byte[]> room) {
    long start = System.nanoTime();
    counters.objects.increment();
    long limit = pipelineOf(object).encodedLimit();
    Optional<Versions.Versioned> read = read(array.key(object), limit, room);
    counters.fetchNanos.add(System.nanoTime() - start);
    read.ifPresent(found -> counters.bytesFetched.add(found.bytes().remaining()));
    return new FetchedObject(
        Collections.nCopies(times, read.map(Versions.Versioned::bytes)),
        read.flatMap(Versions.Versioned::version));
  }

  private Optional<Versions.Versioned> read(StoreKey key, long limit, IntFunction<byte[]> room) {
    if (versions.isPresent()) {
      return versions.get().get(key, limit);
    }
    Optional<ByteBuffer> bytes =
        room != null && readsInto.isPresent()
            ? readsInto.get().get(key, limit, room)
            : array.store().get(key, limit);
    return bytes.map(whole -> new Versions.Versioned(whole, Optional.empty()));
  }

  @Override
  public boolean decode(EncodedChunk chunk, ChunkBuffer target) {
    CodecPipeline pipeline = pipelineOf(chunk.index());
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
      throw array.damaged(grid.objectOf(chunk.index()), part(chunk.index()), e);
    }
    counters.chunksDecoded.increment();
    counters.bytesDecoded.add(target.size());
    return true;
  }

  @Override
  public void fillOne(EncodedChunk chunk, ChunkBuffer target) {
    pipelineOf(chunk.index()).fillOne(target);
    counters.chunksOfFill.increment();
  }

  @Override
  public void read(Region region, ChunkBuffer target) {
    RegionRead.read(array, this, largest.encodedLimit(), counters, region, target);
  }

  private CodecPipeline pipelineOf(ChunkIndex chunk) {
    return grid.isSharded() || grid.isEven() ? largest : objects.of(grid.chunkShape(chunk));
  }

  private String part(ChunkIndex chunk) {
    return shards.isPresent() ? "inner chunk " + chunk + " of" : "";
  }
}
