package dev.sparkzarr.store.middleware;

import java.util.concurrent.Semaphore;

/**
 * Keeps {@link RequestLimits}: a token bucket that holds a second's worth and begins with one
 * token, and a number of permits, both first come first served. A call of several requests takes
 * their tokens at once, and those after it wait longer. Safe for many threads.
 */
final class RequestLimiter {
  private static final double NANOS = 1e9;

  private final RequestLimits limits;
  private final MonotonicClock clock;
  private final Semaphore permits;
  private final double capacity;
  private double tokens = 1; // guarded by this; negative: promised to those who wait
  private long filled; // guarded by this

  RequestLimiter(RequestLimits limits, MonotonicClock clock) {
    this.limits = limits;
    this.clock = clock;
    this.permits = new Semaphore(limits.concurrent(), true);
    this.capacity = Math.max(1, limits.perSecond());
    this.filled = clock.nanos();
  }

  /**
   * Waits until a call may begin. To be followed by {@link #end} if it returns.
   *
   * @param requests that the call sends
   */
  void begin(int requests) throws InterruptedException {
    permits.acquire();
    boolean begun = false;
    try {
      long wait = reserve(requests);
      if (wait > 0) {
        clock.sleep(wait);
      }
      begun = true;
    } finally {
      if (!begun) {
        permits.release();
      }
    }
  }

  void end() {
    permits.release();
  }

  /** How many calls wait for others to end, roughly. */
  int queued() {
    return permits.getQueueLength();
  }

  /** How many more calls could be under way now. */
  int free() {
    return permits.availablePermits();
  }

  /**
   * @return nanoseconds until the tokens that were taken are there
   */
  private synchronized long reserve(int requests) {
    if (Double.isInfinite(limits.perSecond())) {
      return 0;
    }
    long now = clock.nanos();
    tokens = Math.min(capacity, tokens + (now - filled) / NANOS * limits.perSecond());
    filled = now;
    tokens -= requests;
    return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / limits.perSecond() * NANOS);
  }
}
