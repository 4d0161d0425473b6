package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.ChunkStream;
import dev.sparkzarr.array.EncodedChunk;
import dev.sparkzarr.array.FetchPool;
import dev.sparkzarr.array.FetchSettings;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.codec.ChunkBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Reads the whole of an array with one dimension. Several chunks are fetched at once: axes that
 * were appended to again and again have thousands, and loading waits for them. Stateless.
 */
final class CoordinateFetch {
  /** Chunks of one shard that are fetched together at most. */
  private static final long REQUEST_CHUNKS = 256;

  private CoordinateFetch() {}

  /**
   * @param raw receives the elements, in the array's type
   */
  static void read(ArrayReader reader, ChunkBuffer raw) {
    long length = reader.metadata().shape().length(0);
    long chunkLength = reader.chunkShape().length(0);
    if (length <= chunkLength) {
      reader.read(Region.all(reader.metadata().shape()), raw);
      return;
    }
    raw.resize(length);
    ChunkBuffer chunk = new ChunkBuffer(raw.type());
    int width = raw.type().layout().width();
    try (FetchPool pool = new FetchPool(FetchSettings.DEFAULT, "spark-zarr-axis")) {
      ChunkStream stream = pool.stream(reader, new Requests(reader));
      while (stream.hasNext()) {
        for (EncodedChunk encoded : stream.next()) {
          reader.decode(encoded, chunk);
          long start = encoded.index().at(0) * chunkLength;
          int count = (int) Math.min(chunkLength, length - start);
          if (chunk.isVariable()) {
            raw.heap().adopt(chunk.heap(), chunk.bytes(), chunk.elements());
          }
          System.arraycopy(chunk.bytes(), 0, raw.bytes(), (int) start * width, count * width);
        }
      }
    }
  }

  /** All chunks in order, those of one stored object together. */
  private static final class Requests implements Iterator<List<ChunkIndex>> {
    private final long chunks;
    private final long chunksPerObject;
    private long next;

    Requests(ArrayReader reader) {
      long chunkLength = reader.chunkShape().length(0);
      chunks = (reader.metadata().shape().length(0) - 1) / chunkLength + 1;
      chunksPerObject = reader.objectShape().length(0) / chunkLength;
    }

    @Override
    public boolean hasNext() {
      return next < chunks;
    }

    @Override
    public List<ChunkIndex> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      long objectEnd = (next / chunksPerObject + 1) * chunksPerObject;
      long end = Math.min(Math.min(chunks, objectEnd), next + REQUEST_CHUNKS);
      List<ChunkIndex> request = new ArrayList<>();
      while (next < end) {
        request.add(ChunkIndex.of(next++));
      }
      return request;
    }
  }
}
