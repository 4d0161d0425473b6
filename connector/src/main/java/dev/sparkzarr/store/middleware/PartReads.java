package dev.sparkzarr.store.middleware;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Parts of one read, made at the same time by the thread that wants them and by others that have
 * time: it never waits for a part that nobody has begun. For one thread.
 */
final class PartReads {
  private final int count;
  private final IntConsumer read;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final CountDownLatch left;

  private PartReads(int count, IntConsumer read) {
    this.count = count;
    this.read = read;
    this.left = new CountDownLatch(count);
  }

  /**
   * Reads all parts. After a failure, and when this thread is interrupted, no further part is
   * begun, and those that others read are interrupted.
   *
   * @param read reads the part of a number, on any thread
   * @param helpers other threads at most
   * @throws InterruptedException when this thread was interrupted while it waited for others
   */
  static void all(int count, IntConsumer read, ExecutorService threads, int helpers)
      throws InterruptedException {
    PartReads parts = new PartReads(count, read);
    List<Future<?>> others = new ArrayList<>();
    try {
      for (int i = 0; i < Math.min(helpers, count - 1); i++) {
        others.add(threads.submit(parts::work));
      }
    } catch (RejectedExecutionException e) {
      // Nobody has time: fewer threads, the same parts.
    }
    boolean done = false;
    try {
      parts.work();
      parts.left.await();
      parts.check();
      done = true;
    } finally {
      boolean underWay = !done;
      others.forEach(other -> other.cancel(underWay));
    }
  }

  private void work() {
    while (failure.get() == null) {
      int part = next.getAndIncrement();
      if (part >= count) {
        return;
      }
      try {
        read.accept(part);
        left.countDown();
      } catch (RuntimeException | Error e) {
        fail(e);
      }
    }
  }

  private void fail(Throwable cause) {
    failure.compareAndSet(null, cause);
    while (left.getCount() > 0) {
      left.countDown();
    }
  }

  private void check() {
    Throwable cause = failure.get();
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause != null) {
      throw (RuntimeException) cause;
    }
  }
}
