package dev.sparkzarr.store.stack;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.middleware.SplitStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads what is large by several requests at the same time, with helping threads that all stores of
 * the JVM share: daemons that end after some seconds without work.
 *
 * @param partSize bytes of a request at most
 */
public record SplitLayer(long partSize) implements StoreLayer {
  /** Requests at the same time, for each read. */
  private static final int AT_ONCE = 8;

  private static final int MOST_THREADS = 64;
  private static final int IDLE_SECONDS = 5;

  /** Made with the first split store. */
  private static final class Threads {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final ExecutorService ALL =
        new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> {
              Thread thread = new Thread(work, "spark-zarr-split-" + COUNT.incrementAndGet());
              thread.setDaemon(true);
              thread.setContextClassLoader(SplitLayer.class.getClassLoader());
              return thread;
            });
  }

  @Override
  public StackLevel level() {
    return StackLevel.SPLIT;
  }

  @Override
  public Store around(Store inner, Ground ground) {
    return new SplitStore(inner, partSize, AT_ONCE, Threads.ALL);
  }
}
