package dev.sparkzarr.array;

import dev.sparkzarr.store.StoreException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/**
 * The chunks of one array in the order they are wanted, fetched ahead by a {@link FetchPool}.
 *
 * <p>Nothing is fetched before the first {@link #next}. From then on what follows is fetched ahead.
 * {@link #skip} passes over requests that turned out not to be needed; after two skipped in a row
 * what no thread has begun is taken back, and nothing more is fetched ahead until the following
 * {@link #next}, which begins with one request ahead and doubles from there.
 *
 * <p>For one thread at a time, except {@link #close}, which may come from any.
 */
public final class ChunkStream implements AutoCloseable {
  /** Skipped requests in a row after which a stream stops fetching ahead. */
  private static final int PATIENCE = 2;

  /** Chunks after which their sizes tell those of the others. */
  private static final int ENOUGH_SEEN = 4;

  /** A chunk may be larger than all before it. */
  private static final double MARGIN = 1.25;

  private final FetchPool pool;
  private final ArrayReader reader;
  private final Iterator<List<ChunkIndex>> requests;
  private final int maxAhead;
  private final double chunkBytes;

  /** Steps after the current one, in order; the first {@link #admitted} of them are counted. */
  private final Deque<FetchStep> ahead = new ArrayDeque<>();

  private int admitted;
  private FetchStep current;
  private boolean given; // what the current step fetched
  private int window;
  private int skippedInRow;
  private long bytes; // guarded by the pool's lock
  private int seen; // chunks fetched and stored; guarded by the pool's lock
  private long largestSeen; // their largest, in stored bytes; guarded by the pool's lock
  private volatile boolean closed;

  ChunkStream(
      FetchPool pool, ArrayReader reader, Iterator<List<ChunkIndex>> requests, int maxAhead) {
    this.pool = pool;
    this.reader = reader;
    this.requests = requests;
    this.maxAhead = maxAhead;
    this.window = maxAhead;
    double size = reader.metadata().dataType().layout().width();
    for (long length : reader.grid().largestChunk().toArray()) {
      size *= length;
    }
    this.chunkBytes = size;
  }

  /**
   * @return whether there is another request
   */
  public boolean hasNext() {
    return !ahead.isEmpty() || requests.hasNext();
  }

  /**
   * Gives the chunks of the next request, waiting for them or fetching them here. What was given
   * before no longer counts as held, and its memory is used again: let go of it.
   *
   * @return one for each chunk of the request, in its order
   * @throws NoSuchElementException when there is no further request
   * @throws dev.sparkzarr.ZarrException what fetching these chunks threw; the stream then stands
   *     behind them
   * @throws StoreException when this stream or its pool was closed, or the thread interrupted
   */
  public List<EncodedChunk> next() {
    release();
    boolean counted = admitted > 0;
    FetchStep step = poll();
    if (counted ? !pool.serves(this) : !pool.admitWanted(step, estimate(step))) {
      throw failed(step, "its stream was closed", null);
    }
    current = step;
    skippedInRow = 0;
    if (window < maxAhead) {
      window = Math.min(maxAhead, Math.max(1, 2 * window));
      pool.resume(this);
    }
    fetchAhead();
    step.task().run(); // does nothing where another thread has begun
    try {
      return result(step);
    } catch (OutOfMemoryError e) {
      return result(again(step));
    }
  }

  /**
   * Fetches here what got no memory. Before Java 21, G1 refuses memory that there is to threads
   * that ask for it while others are in native code (JDK-8309349); this one decodes nothing now.
   */
  private FetchStep again(FetchStep step) {
    release();
    FetchStep again = new FetchStep(pool, this, reader, step.chunks());
    if (!pool.admitWanted(again, estimate(again))) {
      throw failed(step, "its stream was closed", null);
    }
    current = again;
    again.task().run();
    return again;
  }

  /**
   * Passes over requests without waiting for them. What they failed with, if they were fetched
   * ahead, is forgotten; so is what was given before, as by {@link #next}.
   *
   * @param count how many
   * @throws NoSuchElementException when there are fewer
   */
  public void skip(long count) {
    release();
    for (long i = 0; i < count; i++) {
      boolean counted = admitted > 0;
      FetchStep step = poll();
      if (counted) {
        step.task().cancel(false);
        pool.withdraw(step);
        step.drop();
      }
      skippedInRow = Math.min(PATIENCE, skippedInRow + 1);
    }
    if (skippedInRow == PATIENCE) {
      pause();
    }
  }

  /** Ends this stream: requests under way are interrupted, also one that the consumer makes. */
  @Override
  public void close() {
    closed = true;
    pool.close(this);
  }

  /** Takes the next step, counted or not. */
  private FetchStep poll() {
    if (ahead.isEmpty()) {
      return new FetchStep(pool, this, reader, requests.next());
    }
    admitted = Math.max(0, admitted - 1);
    return ahead.poll();
  }

  private void fetchAhead() {
    int position = 0;
    for (FetchStep step : ahead) {
      if (position >= window || position >= admitted && !admit(step)) {
        return;
      }
      position++;
    }
    while (ahead.size() < window && requests.hasNext()) {
      FetchStep step = new FetchStep(pool, this, reader, requests.next());
      ahead.add(step);
      if (!admit(step)) {
        return;
      }
    }
  }

  private boolean admit(FetchStep step) {
    boolean room = pool.admitAhead(step, estimate(step));
    if (room) {
      admitted++;
    }
    return room;
  }

  /** Takes back what no thread has begun: threads begin in order, so that is the end. */
  private void pause() {
    Deque<FetchStep> counted = new ArrayDeque<>();
    ahead.stream().limit(admitted).forEach(counted::push);
    while (!counted.isEmpty() && pool.withdraw(counted.pop())) {
      admitted--;
    }
    window = 0;
    pool.pause(this);
  }

  /** By the largest chunk seen, once some were; the decoded size before, and at most. */
  private long estimate(FetchStep step) {
    double each = chunkBytes;
    synchronized (pool) {
      if (seen >= ENOUGH_SEEN) {
        each = Math.min(each, largestSeen * MARGIN);
      }
    }
    return (long) (each * step.chunks().size());
  }

  private void release() {
    if (current != null) {
      if (given) {
        current.recycle();
        given = false;
      }
      current.drop();
      current = null;
    }
  }

  private List<EncodedChunk> result(FetchStep step) {
    try {
      List<EncodedChunk> chunks = step.task().get();
      given = true;
      return chunks;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (CancellationException e) {
      throw failed(step, "its stream was closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(step, "the thread was interrupted", e);
    }
  }

  private static StoreException failed(FetchStep step, String reason, Exception cause) {
    return new StoreException("Cannot fetch chunks " + step.chunks() + ": " + reason + ".", cause);
  }

  boolean isClosed() {
    return closed;
  }

  /** Bytes that this stream counts for. */
  long bytes() {
    return bytes;
  }

  void charge(long more) {
    bytes += more;
  }

  /** Learns how large a stored chunk is. */
  void learn(long storedBytes) {
    seen++;
    largestSeen = Math.max(largestSeen, storedBytes);
  }
}
