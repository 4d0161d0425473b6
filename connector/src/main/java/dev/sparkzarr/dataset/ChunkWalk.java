package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ChunkIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Foretells which chunks of a column will be fetched, in order, if each of its values is wanted:
 * walks over the blocks ahead of the reader, as the reader will, with the same number of decoded
 * chunks held. For one thread.
 */
final class ChunkWalk {
  /** Decoded bytes of the chunks that are fetched together at most, if they are several. */
  static final long REQUEST_BYTES = 8L << 20;

  /** Blocks that the walk is ahead of the reader at most. */
  static final int LOOK_AHEAD = 1024;

  /**
   * Chunks of one stored object to be fetched together.
   *
   * @param firstBlock the block that needs the first of them
   * @param lastBlock the block that needs the last of them
   */
  record Request(List<ChunkIndex> chunks, long firstBlock, long lastBlock) {}

  private final BlockCursor blocks;
  private final BlockCursor reader;
  private final ColumnGrid grid;
  private final GridCursor parts;
  private final int requestChunks;
  private final Map<ChunkIndex, Boolean> held;
  private final long[] from;
  private final long[] to;
  private long rowsLeft;
  private boolean started;
  private ChunkIndex found;

  /**
   * @param blocks before its first block, for the walk alone
   * @param reader where the reader is; only looked at
   * @param rowLimit rows that the reader gives at most
   * @param capacity decoded chunks that the reader holds of this column
   */
  ChunkWalk(
      BlockCursor blocks,
      BlockCursor reader,
      SelectedIndexes[] own,
      ColumnGrid grid,
      long rowLimit,
      int capacity) {
    this.blocks = blocks;
    this.reader = reader;
    this.grid = grid;
    this.parts = new GridCursor(own, grid.chunks());
    this.requestChunks = (int) Math.max(1, Math.min(LOOK_AHEAD, REQUEST_BYTES / grid.chunkBytes()));
    this.rowsLeft = rowLimit;
    this.from = new long[own.length];
    this.to = new long[own.length];
    this.held =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<ChunkIndex, Boolean> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * @return the next request; null when there is none within {@link #LOOK_AHEAD} blocks of the
   *     reader
   */
  Request next() {
    if (found == null && !find()) {
      return null;
    }
    List<ChunkIndex> chunks = new ArrayList<>();
    ChunkIndex first = found;
    long firstBlock = blocks.number();
    long lastBlock;
    do {
      chunks.add(found);
      lastBlock = blocks.number();
      found = null;
    } while (find() && chunks.size() < requestChunks && grid.sameObject(first, found));
    return new Request(chunks, firstBlock, lastBlock);
  }

  /** Moves to the next chunk that will not be held when it is needed. */
  private boolean find() {
    while (true) {
      while (started && parts.next()) {
        ChunkIndex chunk = grid.chunkAt(parts.cell);
        if (held.put(chunk, true) == null) {
          found = chunk;
          return true;
        }
      }
      started = false;
      if (blocks.number() >= reader.number() + LOOK_AHEAD || rowsLeft <= 0 || !blocks.next()) {
        return false;
      }
      rowsLeft -= blocks.rows();
      for (int i = 0; i < from.length; i++) {
        from[i] = blocks.from()[grid.dimensions()[i]];
        to[i] = blocks.to()[grid.dimensions()[i]];
      }
      parts.reset(from, to);
      started = true;
    }
  }
}
