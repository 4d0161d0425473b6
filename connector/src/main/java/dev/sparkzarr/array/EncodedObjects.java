package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Bytes;
import dev.sparkzarr.store.Store;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stored objects of an array as they are, for copying them: its chunks are whole objects, and
 * nothing is decoded, so an array with codecs that nobody here knows will do. Safe for many
 * threads.
 */
public final class EncodedObjects implements ArrayReader {
  private final BoundArray array;
  private final ArrayGrid grid;
  private final ReadCounters counters;
  private final long limit;

  /** Sends no request. */
  public EncodedObjects(Store store, NodePath path, ArrayMetadata metadata, ReadCounters counters) {
    this.array = new BoundArray(store, path, metadata);
    this.grid = ArrayGrid.ofObjects(metadata);
    this.counters = counters;
    this.limit = limit(metadata);
  }

  private static long limit(ArrayMetadata metadata) {
    try {
      return Math.min(Bytes.MAX_LENGTH, CodecPipeline.of(metadata).encodedLimit());
    } catch (CodecException e) {
      return Bytes.MAX_LENGTH; // codecs that are not known may make anything of a chunk
    }
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
  public List<EncodedChunk> fetch(List<ChunkIndex> objects) {
    List<EncodedChunk> fetched = new ArrayList<>(objects.size());
    for (ChunkIndex object : objects) {
      long start = System.nanoTime();
      Optional<ByteBuffer> bytes = array.store().get(array.key(object), limit);
      counters.fetchNanos.add(System.nanoTime() - start);
      counters.objects.increment();
      bytes.ifPresent(found -> counters.bytesFetched.add(found.remaining()));
      if (bytes.isEmpty()) {
        counters.chunksMissing.increment();
      }
      fetched.add(new EncodedChunk(object, bytes));
    }
    return fetched;
  }

  @Override
  public boolean decode(EncodedChunk chunk, ChunkBuffer target) {
    throw new UnsupportedOperationException("stored objects of " + array + " are not decoded");
  }

  @Override
  public void read(Region region, ChunkBuffer target) {
    throw new UnsupportedOperationException("stored objects of " + array + " are not decoded");
  }
}
