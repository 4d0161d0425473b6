package dev.sparkzarr.dataset.cf;

import java.io.Serializable;

/**
 * How times are counted: the exact reverse of what the decoders do. Immutable.
 *
 * @param nanos of a step, at least 1
 * @param origin microseconds since 1970-01-01T00:00 that count as 0
 * @param originNanos what {@code origin} leaves out, 0 to 999
 */
record TimeSteps(long nanos, long origin, int originNanos) implements Serializable {
  /** What no count is: NaT. */
  static final long INEXACT = Long.MIN_VALUE;

  static TimeSteps of(TimeReference reference) {
    return new TimeSteps(reference.unit().nanos(), reference.micros(), reference.nanos());
  }

  static TimeSteps of(TimeUnit duration) {
    return new TimeSteps(duration.nanos(), 0, 0);
  }

  /**
   * @return the whole number that is read as these microseconds, {@link #INEXACT} if there is none
   */
  long count(long micros) {
    long since = micros - origin;
    if (((micros ^ origin) & (micros ^ since)) < 0) {
      return INEXACT;
    }
    if (nanos >= 1000) {
      long step = nanos / 1000;
      long count = since / step;
      return count * step == since ? count : INEXACT;
    }
    long product = since * 1000;
    if (Math.multiplyHigh(since, 1000) != product >> 63) {
      return INEXACT;
    }
    long count = product - originNanos;
    return count > product ? INEXACT : count;
  }

  /**
   * @return the number of steps, perhaps with a fraction
   */
  double fraction(long micros) {
    return ((double) micros - origin) / (nanos / 1e3);
  }
}
