package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.UnavailableException;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** The failures of one call, and the pauses between its attempts. For one thread. */
final class Attempts {
  private final RetryPolicy policy;
  private final MonotonicClock clock;
  private final DoubleSupplier random;
  private final RetryCounts counts;
  private final long start;
  private int failures;

  Attempts(RetryPolicy policy, MonotonicClock clock, DoubleSupplier random, RetryCounts counts) {
    this.policy = policy;
    this.clock = clock;
    this.random = random;
    this.counts = counts;
    this.start = clock.nanos();
  }

  /**
   * Waits until the call may be sent again.
   *
   * @param failure of the last attempt
   * @throws UnavailableException the failure, when the call is not to be sent again
   * @throws StoreException when the thread was interrupted in the pause
   */
  void pauseAfter(UnavailableException failure) {
    failures++;
    if (failures > policy.retries() || Thread.currentThread().isInterrupted()) {
      throw failure;
    }
    long pause = policy.pauseNanos(failures, random.getAsDouble());
    long asked = failure.retryAfter().map(Attempts::nanos).orElse(0L);
    pause = Math.max(pause, asked);
    if (pause > policy.budget().toNanos() - (clock.nanos() - start)) {
      throw failure;
    }
    try {
      clock.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      StoreException interrupted =
          new StoreException(
              "Cannot try again: the thread was interrupted. (" + failure.getMessage() + ")",
              failure);
      interrupted.addSuppressed(e);
      throw interrupted;
    }
    counts.add(pause);
  }

  private static long nanos(Duration asked) {
    try {
      return asked.toNanos();
    } catch (ArithmeticException e) {
      return asked.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }
}
