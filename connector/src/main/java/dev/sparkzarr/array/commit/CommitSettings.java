package dev.sparkzarr.array.commit;

import java.time.Clock;
import java.time.Duration;

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
  /** Five minutes, and one for the longest put. */
  public static final CommitSettings DEFAULT = of(Duration.ofMinutes(5), Duration.ofMinutes(1));

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
}
