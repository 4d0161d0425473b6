package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.Secrets;
import java.time.Clock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between a cache and those who use it: a failure is counted, logged once in a while, and
 * never theirs. After some failures in a row the cache is left alone, for longer each time that it
 * fails again; one call then tries whether it works.
 */
final class CacheGuard {
  private static final Logger LOG = LoggerFactory.getLogger(CacheGuard.class);

  private static final int FAILURES_IN_ROW = 3;
  private static final long FIRST_PAUSE = 10_000;
  private static final long LONGEST_PAUSE = 300_000;
  private static final long SLOW_MILLIS = 10_000;
  private static final long LOG_EVERY = 60_000;

  private final String name;
  private final Clock clock;

  private int inRow;
  private long pause;
  private long closedUntil;
  private boolean isClosed;
  private long loggedAt = Long.MIN_VALUE;

  /**
   * @param name of the cache, for the log
   */
  CacheGuard(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
  }

  /**
   * Calls the cache.
   *
   * @param doing for the log, such as {@code look up}
   * @param failures counts a failure
   * @param otherwise the answer when the cache fails or is left alone
   */
  <T> T call(String doing, Runnable failures, T otherwise, Supplier<T> call) {
    if (!enter()) {
      return otherwise;
    }
    long start = System.nanoTime();
    T answer;
    try {
      answer = call.get();
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      failures.run();
      failed(doing, e);
      return otherwise;
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    if (millis > SLOW_MILLIS) {
      failures.run();
      failed(doing, new IllegalStateException("it took " + millis + " ms"));
    } else {
      works();
    }
    return answer;
  }

  private synchronized boolean enter() {
    if (!isClosed) {
      return true;
    }
    if (clock.millis() < closedUntil) {
      return false;
    }
    closedUntil = clock.millis() + pause; // one tries; the others wait for what it finds
    return true;
  }

  /**
   * @return whether the cache is left alone now
   */
  synchronized boolean isClosed() {
    return isClosed && clock.millis() < closedUntil;
  }

  private synchronized void works() {
    inRow = 0;
    pause = 0;
    isClosed = false;
  }

  private void failed(String doing, Throwable e) {
    if (Thread.currentThread().isInterrupted()) {
      return; // the reader is being stopped: that says nothing about the cache
    }
    if (close()) {
      LOG.warn(
          "Cannot {} in the cache, {}: {}. The store is read without it; this is said once a minute.",
          doing,
          name,
          Secrets.NONE.hideIn(String.valueOf(e)));
    }
  }

  /**
   * @return whether this is to be logged
   */
  private synchronized boolean close() {
    long now = clock.millis();
    inRow++;
    if (isClosed || inRow >= FAILURES_IN_ROW) {
      pause = pause == 0 ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, pause * 2);
      isClosed = true;
      closedUntil = now + pause;
    }
    boolean logs = loggedAt == Long.MIN_VALUE || now - loggedAt >= LOG_EVERY;
    if (logs) {
      loggedAt = now;
    }
    return logs;
  }
}
