package dev.sparkzarr.array;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The threads with which one task fetches ahead, and the bytes they may hold. All {@link
 * ChunkStream}s of the task share them.
 *
 * <p><b>Threads.</b> Daemons with the class loader of the thread that made the pool, started when
 * there is something to fetch ahead, gone after {@link #close}. A request that is wanted now is
 * never left in the queue behind others: the thread that wants it makes it. So no stream waits for
 * another, and with 0 threads everything is fetched on the thread that reads.
 *
 * <p><b>Bytes.</b> A request counts from before it is queued by an estimate, the largest stored
 * chunk that the stream has seen and a quarter more (the decoded size before it has seen some, and
 * at most), and from its end by its true size, until the consumer asks for what follows it. A
 * stream fetches ahead within its equal share of {@link FetchSettings#bytes} among the streams
 * under way, and all of them within the whole; only what is wanted now may pass the bound. A task
 * thus holds at most {@code bytes}, plus one request for each stream, plus what requests under way
 * turn out larger than the chunks before them.
 *
 * <p>Safe for many threads; {@link #close} may come from any.
 */
public final class FetchPool implements AutoCloseable {
  private static final long CLOSE_SECONDS = 10;

  private final FetchSettings settings;
  private final ThreadPoolExecutor threads;
  private final Set<FetchStep> live = new HashSet<>();
  private final Set<ChunkStream> underWay = new HashSet<>();
  private long bytes;
  private boolean closed;

  /**
   * @param name start of the threads' names
   */
  public FetchPool(FetchSettings settings, String name) {
    this.settings = settings;
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    AtomicInteger number = new AtomicInteger();
    int size = Math.max(1, settings.threads());
    this.threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              thread.setContextClassLoader(loader);
              return thread;
            });
  }

  /**
   * Opens a stream. Sends no request.
   *
   * @param requests the chunks in the order they will be wanted: each element is a list of chunks
   *     of one stored object, fetched together. Advanced on the consumer's thread only, a bounded
   *     number of elements ahead.
   */
  public ChunkStream stream(ArrayReader reader, Iterator<List<ChunkIndex>> requests) {
    return new ChunkStream(this, reader, requests, 4 * settings.threads());
  }

  /**
   * Ends every stream: requests under way are interrupted, also one that a consumer makes itself,
   * and the threads end. Waits for them, 10 seconds at most. Idempotent.
   */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    cancel(step -> true);
    threads.shutdownNow();
    boolean interrupted = false;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    while (!threads.isTerminated() && System.nanoTime() < end) {
      try {
        threads.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Interrupts and forgets the steps of one stream, which is closed. */
  void close(ChunkStream stream) {
    synchronized (this) {
      underWay.remove(stream);
    }
    cancel(step -> step.stream() == stream);
  }

  private void cancel(Predicate<FetchStep> which) {
    List<FetchStep> steps;
    synchronized (this) {
      steps = live.stream().filter(which).toList();
    }
    for (FetchStep step : steps) {
      threads.remove(step.task());
      step.task().cancel(true);
      step.drop();
    }
  }

  synchronized boolean serves(ChunkStream stream) {
    return !closed && !stream.isClosed();
  }

  /**
   * Counts a step that its consumer waits for.
   *
   * @return false when the pool or the stream is closed
   */
  synchronized boolean admitWanted(FetchStep step, long estimate) {
    if (!serves(step.stream())) {
      return false;
    }
    underWay.add(step.stream());
    live.add(step);
    charge(step, estimate);
    return true;
  }

  /**
   * Queues a step for the threads if there is room for its bytes.
   *
   * @return false when there is none, or the pool or the stream is closed
   */
  synchronized boolean admitAhead(FetchStep step, long estimate) {
    long share = settings.bytes() / Math.max(1, underWay.size());
    boolean room =
        estimate <= share - step.stream().bytes() && estimate <= settings.bytes() - bytes;
    if (!room || !serves(step.stream())) {
      return false;
    }
    live.add(step);
    charge(step, estimate);
    threads.execute(step.task());
    return true;
  }

  /** Takes a step that no thread has begun out of the queue and forgets it. */
  synchronized boolean withdraw(FetchStep step) {
    if (!threads.remove(step.task())) {
      return false;
    }
    forget(step);
    return true;
  }

  /** A stream fetches nothing ahead for now. */
  synchronized void pause(ChunkStream stream) {
    underWay.remove(stream);
  }

  /** A stream fetches ahead. */
  synchronized void resume(ChunkStream stream) {
    underWay.add(stream);
  }

  /** Counts a step with another number of bytes. */
  synchronized void charge(FetchStep step, long newBytes) {
    bytes += step.charge(newBytes);
  }

  /** Counts a step no longer. */
  synchronized void forget(FetchStep step) {
    charge(step, 0);
    live.remove(step);
  }

  /**
   * @return bytes counted now
   */
  synchronized long bytes() {
    return bytes;
  }
}
