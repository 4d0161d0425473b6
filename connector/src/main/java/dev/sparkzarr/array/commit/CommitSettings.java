package dev.sparkzarr.array.commit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How writers keep out of one another's way. All writers of a store should agree about it.
 *
 * @param lease how long a claim holds after it was last renewed; longer than twice {@code
 *     longestPut}
 * @param longestPut from the decision to send a request until whatever it does is done, or never
 *     will be; the differences between the clocks of this store's writers included
 * @param clock of this machine
 * @param pacing waits and renews
 */
public record CommitSettings(Duration lease, Duration longestPut, Clock clock, Pacing pacing) {
  /** Six minutes, of which two are for the longest put with all its retries. */
  public static final CommitSettings DEFAULT = of(Duration.ofMinutes(6), Duration.ofMinutes(2));

  private static final Duration MOST_UNSEEN = Duration.ofSeconds(15);

  public CommitSettings {
    if (longestPut.isNegative() || lease.compareTo(longestPut.multipliedBy(2)) <= 0) {
      throw new IllegalArgumentException(
          "Cannot use a lease of "
              + lease
              + ": it must be over twice the longest put, "
              + longestPut);
    }
  }

  /**
   * @return these times, by the system's clock
   */
  public static CommitSettings of(Duration lease, Duration longestPut) {
    return new CommitSettings(lease, longestPut, Clock.systemUTC(), Pacing.SYSTEM);
  }

  Instant now() {
    return clock.instant();
  }

  /** How long a task goes on without a look at the register. */
  Duration recheck() {
    Duration quarter = longestPut.dividedBy(4);
    return quarter.compareTo(MOST_UNSEEN) < 0 ? quarter : MOST_UNSEEN;
  }

  /** How often a claim is renewed: twice at least before a task would have to ask. */
  Duration renewal() {
    return lease.minus(longestPut.multipliedBy(2)).dividedBy(3);
  }
}
