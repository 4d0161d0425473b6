package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.ChunkStream;
import dev.sparkzarr.array.EncodedChunk;
import dev.sparkzarr.array.FetchPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Brings the chunks of one column, fetched ahead in the order that a {@link ChunkWalk} foretells. A
 * chunk that was not foretold (because values before it were not wanted) is fetched by itself.
 * Sends nothing before the first {@link #take}. For one thread.
 */
final class ChunkFeed {
  /** Requests that are looked through for a chunk. */
  private static final int SEARCHED = 64;

  private final FetchPool pool;
  private final ArrayReader reader;
  private final ChunkWalk walk;
  private final BlockCursor position;
  private final ChunkStream stream;

  /** Requests that were foretold and not given yet; the first {@link #taken} are the stream's. */
  private final List<ChunkWalk.Request> foretold = new ArrayList<>();

  private int taken;

  /** Chunks of the last request that have not been asked for. */
  private final Map<ChunkIndex, EncodedChunk> fetched = new HashMap<>();

  /**
   * @param position where the reader is; only looked at
   */
  ChunkFeed(FetchPool pool, ArrayReader reader, ChunkWalk walk, BlockCursor position) {
    this.pool = pool;
    this.reader = reader;
    this.walk = walk;
    this.position = position;
    this.stream = pool.stream(reader, new Requests());
  }

  /**
   * Brings a chunk, or says by an empty {@link EncodedChunk#bytes()} that none is stored.
   *
   * @throws dev.sparkzarr.ZarrException when it could not be found out, or the pool was closed
   */
  EncodedChunk take(ChunkIndex chunk) {
    EncodedChunk ready = fetched.remove(chunk);
    if (ready != null) {
      return ready;
    }
    fetched.clear();
    skipStale();
    int place = find(chunk);
    if (place < 0) {
      try (ChunkStream alone = pool.stream(reader, List.of(List.of(chunk)).iterator())) {
        return alone.next().get(0);
      }
    }
    for (int i = 0; i < place; i++) {
      skip();
    }
    try {
      for (EncodedChunk encoded : stream.next()) {
        fetched.put(encoded.index(), encoded);
      }
    } finally {
      foretold.remove(0);
      taken--;
    }
    return fetched.remove(chunk);
  }

  /** Passes over what was only needed by blocks that the reader has left. */
  private void skipStale() {
    while (isForetold(0) && foretold.get(0).lastBlock() < position.number()) {
      skip();
    }
  }

  private void skip() {
    stream.skip(1);
    foretold.remove(0);
    taken--;
  }

  /** The place of the request with a chunk that the reader needs now; -1 when there is none. */
  private int find(ChunkIndex chunk) {
    for (int i = 0; i < SEARCHED && isForetold(i); i++) {
      ChunkWalk.Request request = foretold.get(i);
      if (request.firstBlock() > position.number()) {
        return -1;
      }
      if (request.chunks().contains(chunk)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isForetold(int place) {
    while (foretold.size() <= place) {
      ChunkWalk.Request next = walk.next();
      if (next == null) {
        return false;
      }
      foretold.add(next);
    }
    return true;
  }

  /** What the stream sees: the foretold requests, one after the other. */
  private final class Requests implements Iterator<List<ChunkIndex>> {
    @Override
    public boolean hasNext() {
      return isForetold(taken);
    }

    @Override
    public List<ChunkIndex> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return foretold.get(taken++).chunks();
    }
  }
}
