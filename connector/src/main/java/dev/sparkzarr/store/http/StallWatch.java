package dev.sparkzarr.store.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Notices when a request makes no progress. (The client's own timeout ends with the head of an
 * answer; a body that stops would be waited for without end.)
 */
final class StallWatch implements Runnable {
  private final long limit;
  private final Runnable onStall;
  private volatile long last = System.nanoTime();
  private Future<?> next;
  private boolean stopped;

  StallWatch(Duration limit, Runnable onStall) {
    this.limit = limit.toNanos();
    this.onStall = onStall;
  }

  void progress() {
    last = System.nanoTime();
  }

  synchronized void start() {
    progress();
    checkIn(limit);
  }

  private void checkIn(long nanos) {
    if (!stopped) {
      next = SharedClients.watchClock().schedule(this, nanos, TimeUnit.NANOSECONDS);
    }
  }

  synchronized void stop() {
    stopped = true;
    if (next != null) {
      next.cancel(false);
    }
  }

  @Override
  public void run() {
    long left = limit - (System.nanoTime() - last);
    if (left <= 0) {
      onStall.run();
      return;
    }
    synchronized (this) {
      checkIn(left);
    }
  }
}
