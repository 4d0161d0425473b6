package dev.sparkzarr.store.middleware;

import java.io.Serializable;
import java.time.Duration;

/**
 * How often and how late a call is sent again: exponential pauses with equal jitter. The n-th pause
 * is between half and all of {@code firstPause * 2^(n-1)}, or of {@code longestPause} if that is
 * less; a store that asked for a longer one gets it. (The names are those of Brooker, "Exponential
 * backoff and jitter"; with full jitter, from nothing to all, a call may use up its retries at
 * once, and how long an outage is outlived is left to chance.)
 *
 * @param retries how often a call is sent again at most; 0 for never
 * @param firstPause before the first retry at most
 * @param longestPause before any retry at most, unless the store asked for more
 * @param budget no call is sent again when, after its pause, more time than this would have passed
 *     since it was first sent
 */
public record RetryPolicy(int retries, Duration firstPause, Duration longestPause, Duration budget)
    implements Serializable {
  private static final Duration LONGEST = Duration.ofDays(365);

  /**
   * Eight retries within a minute, after pauses of up to 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10 and 10
   * seconds: 16 to 32 together, which is how long an outage may last.
   */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(8, Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofMinutes(1));

  public RetryPolicy {
    if (retries < 0
        || firstPause.isNegative()
        || longestPause.isNegative()
        || budget.isNegative()) {
      throw new IllegalArgumentException(
          "retries=" + retries + ", " + firstPause + ", " + longestPause + ", " + budget);
    }
    firstPause = atMost(firstPause);
    longestPause = atMost(longestPause);
    budget = atMost(budget);
  }

  /** Nanoseconds must fit. */
  private static Duration atMost(Duration duration) {
    return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
  }

  /** This policy with another number of retries. */
  public RetryPolicy withRetries(int count) {
    return new RetryPolicy(count, firstPause, longestPause, budget);
  }

  /** This policy with another budget. */
  public RetryPolicy withBudget(Duration time) {
    return new RetryPolicy(retries, firstPause, longestPause, time);
  }

  /**
   * @param failures of the call so far, at least 1
   * @param random from 0 to 1
   * @return nanoseconds to wait
   */
  long pauseNanos(int failures, double random) {
    double most =
        Math.min(longestPause.toNanos(), firstPause.toNanos() * Math.pow(2, failures - 1));
    return (long) (most * (1 + random) / 2);
  }
}
