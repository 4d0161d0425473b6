package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.EncodedChunk;
import dev.sparkzarr.codec.ChunkBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The decoded chunks of one array that a partition holds: at most a fixed number, the least
 * recently used out first, its memory taken for the next. For one thread.
 */
final class DecodedChunks {
  private final ArrayReader reader;
  private final ChunkFeed feed;
  private final ColumnGrid grid;
  private final int capacity;
  private final int capacityOfAnySize;
  private final long valueBytes;
  private final Consumer<ChunkIndex> missing;
  private final StopSign stop;
  private final Map<ChunkIndex, ChunkBuffer> held = new LinkedHashMap<>(16, 0.75f, true);
  private final long[] lastCell;
  private ChunkBuffer last;

  /**
   * Chunks that turned out not to be stored: as many as are held at most, so none is asked for
   * again that would be held.
   */
  private final Map<ChunkIndex, EncodedChunk> absent;

  /** One element of these. */
  private final ChunkBuffer fill;

  /**
   * @param memory how many chunks are held at most
   * @param missing told of each chunk that is not stored; an error that it raises goes to the
   *     caller
   */
  DecodedChunks(
      ArrayReader reader,
      ChunkFeed feed,
      ColumnGrid grid,
      ReaderMemory memory,
      Consumer<ChunkIndex> missing,
      StopSign stop) {
    this.reader = reader;
    this.feed = feed;
    this.grid = grid;
    this.capacity = memory.chunks(grid);
    this.capacityOfAnySize = memory.chunksOfAnySize(grid);
    this.valueBytes = memory.valueBytes();
    this.missing = missing;
    this.stop = stop;
    this.lastCell = new long[grid.dimensions().length];
    this.fill = new ChunkBuffer(grid.type());
    this.absent =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<ChunkIndex, EncodedChunk> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * Finds a chunk, or fetches and decodes it.
   *
   * @param cell in the grid of chunks, in the table's order of dimensions
   * @return valid until the next call
   */
  ChunkBuffer get(long[] cell) {
    if (last != null && Arrays.equals(cell, lastCell)) {
      return last;
    }
    last = null;
    ChunkIndex chunk = grid.chunkAt(cell);
    ChunkBuffer buffer = held.get(chunk);
    if (buffer == null) {
      EncodedChunk known = absent.get(chunk);
      buffer = decode(known == null ? fetch(chunk) : known);
    }
    System.arraycopy(cell, 0, lastCell, 0, cell.length);
    last = buffer;
    return buffer;
  }

  /**
   * Finds out whether a chunk is stored, unless it is held: a chunk that is stored is decoded.
   *
   * @param cell as for {@link #get}
   * @return one element of a chunk that is not stored; null for another
   */
  ChunkBuffer fillOf(long[] cell) {
    if (last != null && Arrays.equals(cell, lastCell)) {
      return null;
    }
    ChunkIndex chunk = grid.chunkAt(cell);
    if (absent.get(chunk) != null) { // and not only whether it is there: it was used by now
      return fill;
    }
    if (held.containsKey(chunk)) {
      return null;
    }
    EncodedChunk encoded = fetch(chunk);
    if (encoded.bytes().isPresent()) {
      last = null;
      decode(encoded);
      return null;
    }
    absent.put(chunk, encoded);
    reader.fillOne(encoded, fill);
    return fill;
  }

  private EncodedChunk fetch(ChunkIndex chunk) {
    grid.checkChunkFits();
    stop.check();
    EncodedChunk encoded = feed.take(chunk);
    if (encoded.bytes().isEmpty()) {
      missing.accept(chunk);
    }
    stop.check();
    return encoded;
  }

  private ChunkBuffer decode(EncodedChunk encoded) {
    ChunkBuffer buffer = room();
    reader.decode(encoded, buffer);
    held.put(encoded.index(), buffer);
    if (buffer.isVariable()) {
      leaveOutLargeValues();
    }
    return buffer;
  }

  /** Lets go of the eldest chunks when the values of all are more than was foreseen. */
  private void leaveOutLargeValues() {
    long values = 0;
    for (ChunkBuffer buffer : held.values()) {
      values += buffer.heap().bytes().length;
    }
    Iterator<ChunkBuffer> eldest = held.values().iterator();
    while (values > valueBytes && held.size() > capacityOfAnySize) {
      values -= eldest.next().heap().bytes().length;
      eldest.remove();
    }
  }

  private ChunkBuffer room() {
    if (held.size() < capacity) {
      return new ChunkBuffer(grid.type());
    }
    Iterator<ChunkBuffer> eldest = held.values().iterator();
    ChunkBuffer buffer = eldest.next();
    eldest.remove();
    return buffer;
  }

  /**
   * @return bytes of the buffers held
   */
  long heldBytes() {
    return held.values().stream()
        .mapToLong(buffer -> buffer.bytes().length + buffer.heap().bytes().length)
        .sum();
  }
}
