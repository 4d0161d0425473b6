package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.ChunkStream;
import dev.sparkzarr.array.EncodedChunk;
import dev.sparkzarr.array.EncodedObjects;
import dev.sparkzarr.array.FetchPool;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.Store;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the chunks of a box of one array, one after the other, fetching ahead. For one thread;
 * fetching ahead uses threads of its own, which {@link #close} ends; {@code close} alone may be
 * called from another thread.
 *
 * <p><b>Memory.</b> One decoded chunk and its values, and what is fetched ahead.
 */
public final class ChunkReader implements AutoCloseable {
  /** Decoded bytes of the chunks that one request asks for, where one chunk is not more. */
  private static final long REQUEST_BYTES = 32L << 20;

  private final ChunkScan scan;
  private final StopSign stop = new StopSign();
  private final ArrayReader reader;
  private final FetchPool pool;
  private final BoxChunks walk;
  private final ChunkStream stream;
  private final PlannedArrays planned;
  private final String place;
  private final ChunkValues values; // null where rows are stored bytes
  private Iterator<EncodedChunk> fetched = Collections.emptyIterator();
  private EncodedChunk current;
  private Shape shape;

  private ChunkReader(Store store, ChunkScan scan, Box box, ReadCounters counters) {
    this.scan = scan;
    this.place = store.describe();
    ArrayMetadata array = ArrayMetadata.parse(scan.array().document());
    this.reader =
        scan.decoder() == null
            ? new EncodedObjects(store, scan.array().path(), array, counters)
            : ArrayEngines.named(scan.settings().engine())
                .open(store, scan.array().path(), array, scan.settings().fetch(), counters);
    this.values = scan.decoder() == null ? null : new ChunkValues(reader, scan.decoder());
    this.planned = new PlannedArrays(store, scan.settings().consolidated());
    double chunkBytes = array.dataType().layout().width();
    for (long length : reader.grid().largestChunk().toArray()) {
      chunkBytes *= length;
    }
    long perRequest = Math.max(1, (long) (REQUEST_BYTES / Math.max(1, chunkBytes)));
    this.walk = new BoxChunks(reader.grid(), box, perRequest);
    this.pool = new FetchPool(scan.settings().fetch(), "spark-zarr-fetch");
    this.stream = pool.stream(reader, walk);
  }

  /**
   * Opens a box. Sends no request.
   *
   * @param store open; not closed by this reader
   * @param box of indexes of the array, not empty, cut along its chunks
   * @param counters what reading adds to
   * @throws dev.sparkzarr.ZarrException when the array cannot be read by the engine
   */
  public static ChunkReader open(Store store, ChunkScan scan, Box box, ReadCounters counters) {
    return new ChunkReader(store, scan, box, counters);
  }

  /**
   * Moves to the next chunk that has a row.
   *
   * @return false when there is none
   * @throws DatasetException when the reader was closed or the thread interrupted, or a chunk is
   *     missing that must not, or the array is another by now
   */
  public boolean next() {
    while (true) {
      stop.check();
      while (!fetched.hasNext()) {
        if (!stream.hasNext()) {
          return false;
        }
        fetched = (scan.fetches() ? stream.next() : unfetched(walk.next())).iterator();
      }
      current = fetched.next();
      if (scan.fetches() && current.bytes().isEmpty()) {
        planned.check(scan.array());
        if (scan.missing() == ChunkScan.Missing.SKIP) {
          continue;
        }
        if (scan.missing() == ChunkScan.Missing.ERROR) {
          throw missing();
        }
      }
      shape = reader.grid().clippedShape(current.index());
      if (values != null) {
        values.moveTo(current, shape);
      }
      return true;
    }
  }

  private static List<EncodedChunk> unfetched(List<ChunkIndex> chunks) {
    return chunks.stream().map(chunk -> new EncodedChunk(chunk, Optional.empty())).toList();
  }

  private DatasetException missing() {
    return new DatasetException(
        "Cannot read chunk "
            + current.index()
            + " of array "
            + scan.array().path()
            + " in "
            + place
            + ": it is not stored. Use option missingChunks=skip to leave such chunks out, or"
            + " missingChunks=rows.");
  }

  /**
   * @return the chunk's position in the grid
   */
  public ChunkIndex chunk() {
    return current.index();
  }

  /**
   * @return the index in the array of the chunk's first element
   */
  public long[] origin() {
    return reader.grid().origin(current.index());
  }

  /**
   * @return the chunk's shape, as far as it lies within the array
   */
  public Shape shape() {
    return shape;
  }

  /**
   * @return the chunk's values, in C order; the same object for every chunk
   * @throws IllegalStateException when rows are stored bytes
   */
  public TileColumn values() {
    if (values == null) {
      throw new IllegalStateException("stored bytes have no values");
    }
    return values;
  }

  /**
   * @return the stored bytes; empty when the chunk is not stored
   */
  public Optional<ByteBuffer> bytes() {
    return current.bytes();
  }

  /**
   * Stops fetching and ends its threads, also in the middle of a request; the reading thread gets
   * an error at the next chunk. Idempotent.
   */
  @Override
  public void close() {
    stop.stop();
    pool.close();
  }
}
