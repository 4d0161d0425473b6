package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.ChunkStream;
import dev.sparkzarr.array.EncodedChunk;
import dev.sparkzarr.array.FetchPool;
import dev.sparkzarr.array.FetchSettings;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ChunkEdges;
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
    ChunkEdges chunks = reader.grid().chunks().get(0);
    if (chunks.count() <= 1) {
      reader.read(Region.all(reader.metadata().shape()), raw);
      return;
    }
    raw.resize(chunks.dimensionLength());
    ChunkBuffer chunk = new ChunkBuffer(raw.type());
    int width = raw.type().layout().width();
    try (FetchPool pool = new FetchPool(FetchSettings.DEFAULT, "spark-zarr-axis")) {
      ChunkStream stream = pool.stream(reader, new Requests(reader));
      while (stream.hasNext()) {
        for (EncodedChunk encoded : stream.next()) {
          reader.decode(encoded, chunk);
          long start = chunks.start(encoded.index().at(0));
          int count = (int) (chunks.stop(encoded.index().at(0)) - start);
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
    private final ArrayGrid grid;
    private final long chunks;
    private long next;

    Requests(ArrayReader reader) {
      grid = reader.grid();
      chunks = grid.chunks().get(0).count();
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
      ChunkIndex first = ChunkIndex.of(next);
      List<ChunkIndex> request = new ArrayList<>();
      for (ChunkIndex chunk = first;
          chunk.at(0) < chunks
              && request.size() < REQUEST_CHUNKS
              && grid.objectOf(chunk).equals(grid.objectOf(first));
          chunk = ChunkIndex.of(++next)) {
        request.add(chunk);
      }
      return request;
    }
  }
}
