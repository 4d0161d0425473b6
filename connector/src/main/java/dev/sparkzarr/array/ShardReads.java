package dev.sparkzarr.array;

import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.codec.ShardIndex;
import dev.sparkzarr.codec.ShardLayout;
import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.InvalidRangeException;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Fetches inner chunks of shards: the index with one request, kept in {@link ShardIndexes}, then
 * the chunks' ranges, neighbours merged; where the store has versions, of the same version as the
 * index. A store without range reads gives the whole shard instead. Safe for many threads.
 */
final class ShardReads {
  /** Memory for the shard indexes of one reader: a million inner chunks. */
  private static final long INDEX_BYTES = 16L << 20;

  private static final String INDEX = "the index of";

  private final BoundArray array;
  private final ArrayGrid grid;
  private final ObjectPipelines pipelines;
  private final RangeMerge merge;
  private final ReadCounters counters;
  private final ShardIndexes indexes = new ShardIndexes(INDEX_BYTES);

  /**
   * @param pipelines of shards, all of which can be read in parts
   */
  ShardReads(
      BoundArray array,
      ArrayGrid grid,
      ObjectPipelines pipelines,
      RangeMerge merge,
      ReadCounters counters) {
    this.array = array;
    this.grid = grid;
    this.pipelines = pipelines;
    this.merge = merge;
    this.counters = counters;
  }

  /**
   * Fetches inner chunks of one shard.
   *
   * @param chunks indexes within the shard
   * @return one for each, in order, and the version of shard and index where it is known
   */
  FetchedObject fetch(ChunkIndex shard, List<long[]> chunks) {
    Optional<RangeReads> ranges = array.store().ranges();
    return ranges.isPresent()
        ? parts(ranges.get(), shard, chunks)
        : new FetchedObject(fromWhole(shard, chunks), Optional.empty());
  }

  private FetchedObject parts(RangeReads ranges, ChunkIndex shard, List<long[]> chunks) {
    Optional<StoredIndex> index = indexes.get(shard, () -> loadIndex(ranges, shard));
    Optional<Version> version = index.flatMap(StoredIndex::version);
    List<Optional<ByteRange.Slice>> slices = locate(index.map(StoredIndex::index), chunks);
    List<ByteRange.Slice> stored = slices.stream().flatMap(Optional::stream).toList();
    if (stored.isEmpty()) {
      return new FetchedObject(Collections.nCopies(chunks.size(), Optional.empty()), version);
    }
    StoreKey key = array.key(shard);
    List<ByteBuffer> bytes =
        request(shard, "", () -> read(ranges, key, stored, version))
            .orElseThrow(
                () ->
                    new StoreException(
                        array.chunk("read", shard, "")
                            + "it was deleted while it was read. Load the table again."));
    for (ByteRange.Slice range : merge.merged(stored)) {
      counters.bytesFetched.add(range.length());
    }
    List<Optional<ByteBuffer>> found = new ArrayList<>(slices.size());
    int next = 0;
    for (Optional<ByteRange.Slice> slice : slices) {
      found.add(slice.isPresent() ? Optional.of(bytes.get(next++)) : Optional.empty());
    }
    return new FetchedObject(found, version);
  }

  /** Slices of the shard whose index was read, where the store can tell it from another. */
  private Optional<List<ByteBuffer>> read(
      RangeReads ranges, StoreKey key, List<ByteRange.Slice> slices, Optional<Version> version) {
    return version.isPresent()
        ? array.store().versions().orElseThrow().read(key, slices, merge, version.get())
        : ranges.read(key, slices, merge);
  }

  private CodecPipeline pipelineOf(ChunkIndex shard) {
    return pipelines.of(grid.objectShape(shard));
  }

  private ShardLayout layoutOf(ChunkIndex shard) {
    return pipelineOf(shard).shard().orElseThrow();
  }

  private Optional<StoredIndex> loadIndex(RangeReads ranges, ChunkIndex shard) {
    ByteRange range = layoutOf(shard).indexRange();
    StoreKey key = array.key(shard);
    counters.objects.increment();
    Optional<Versions> versions = array.store().versions();
    if (versions.isPresent()) {
      return request(shard, INDEX, () -> versions.get().read(key, range))
          .map(read -> storedIndex(shard, read.bytes(), read.version()));
    }
    return request(shard, INDEX, () -> ranges.read(key, range))
        .map(bytes -> storedIndex(shard, bytes, Optional.empty()));
  }

  private StoredIndex storedIndex(ChunkIndex shard, ByteBuffer encoded, Optional<Version> version) {
    counters.bytesFetched.add(encoded.remaining());
    return new StoredIndex(decodeIndex(shard, encoded), version);
  }

  private ShardIndex decodeIndex(ChunkIndex shard, ByteBuffer encoded) {
    try {
      return layoutOf(shard).decodeIndex(encoded);
    } catch (CodecException e) {
      throw array.damaged(shard, INDEX, e);
    }
  }

  /** One request, timed; a range that passes the end means that the object is too short. */
  private <T> T request(ChunkIndex shard, String part, Supplier<T> request) {
    long start = System.nanoTime();
    try {
      return request.get();
    } catch (ConflictException e) {
      throw new StoreException(
          array.chunk("read", shard, part)
              + "the shard was replaced while it was read. Load the table again. ("
              + e.getMessage()
              + ")",
          e);
    } catch (InvalidRangeException e) {
      throw array.damaged(
          shard,
          part,
          "the object is shorter than its shard index says. It is damaged or still being written. ("
              + e.getMessage()
              + ")",
          e);
    } finally {
      counters.fetchNanos.add(System.nanoTime() - start);
    }
  }

  private static List<Optional<ByteRange.Slice>> locate(
      Optional<ShardIndex> index, List<long[]> chunks) {
    return chunks.stream().map(chunk -> index.flatMap(found -> found.slice(chunk))).toList();
  }

  private List<Optional<ByteBuffer>> fromWhole(ChunkIndex shard, List<long[]> chunks) {
    counters.objects.increment();
    Optional<ByteBuffer> object =
        request(
            shard, "", () -> array.store().get(array.key(shard), pipelineOf(shard).encodedLimit()));
    if (object.isEmpty()) {
      return Collections.nCopies(chunks.size(), Optional.empty());
    }
    ByteBuffer bytes = object.get();
    counters.bytesFetched.add(bytes.remaining());
    ShardIndex index = decodeIndex(shard, part(shard, bytes, indexSlice(shard, bytes.remaining())));
    List<Optional<ByteBuffer>> found = new ArrayList<>(chunks.size());
    for (Optional<ByteRange.Slice> slice : locate(Optional.of(index), chunks)) {
      found.add(slice.map(range -> part(shard, bytes, range)));
    }
    return found;
  }

  /** Where the index is in an object of {@code size} bytes, which may be too short for it. */
  private ByteRange.Slice indexSlice(ChunkIndex shard, int size) {
    ByteRange range = layoutOf(shard).indexRange();
    if (range instanceof ByteRange.Suffix suffix) {
      return new ByteRange.Slice(Math.max(0, size - suffix.length()), suffix.length());
    }
    return (ByteRange.Slice) range;
  }

  private ByteBuffer part(ChunkIndex shard, ByteBuffer object, ByteRange.Slice range) {
    if (range.end() > object.remaining()) {
      throw array.damaged(
          shard,
          "",
          "the object has "
              + object.remaining()
              + " bytes, but its shard index needs bytes "
              + range.offset()
              + " to "
              + range.end()
              + ". It is damaged or still being written.",
          null);
    }
    return object.slice(object.position() + (int) range.offset(), (int) range.length());
  }
}
