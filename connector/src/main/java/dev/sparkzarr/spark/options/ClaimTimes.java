package dev.sparkzarr.spark.options;

import dev.sparkzarr.array.commit.CommitSettings;
import java.time.Duration;
import java.util.Map;

/**
 * How long a writer's claim holds, from the settings of the store: {@code
 * fs.sparkzarr.claims.lease} and {@code fs.sparkzarr.claims.longestPut}. All writers of a store
 * should have the same.
 */
public final class ClaimTimes {
  /** How long a claim holds that is not renewed: so long does a killed writer block others. */
  public static final String LEASE = "fs.sparkzarr.claims.lease";

  /** No request takes longer, retries and differences between clocks included. */
  public static final String LONGEST_PUT = "fs.sparkzarr.claims.longestPut";

  private ClaimTimes() {}

  /**
   * @param settings of the store
   * @throws OptionException when one is no duration, or the lease is not over twice the longest put
   */
  public static CommitSettings of(Map<String, String> settings) {
    CommitSettings usual = CommitSettings.DEFAULT;
    Duration lease = duration(settings, LEASE, usual.lease());
    Duration put =
        duration(
            settings,
            LONGEST_PUT,
            settings.containsKey(LEASE) ? lease.dividedBy(3) : usual.longestPut());
    if (put.isNegative() || lease.compareTo(put.multipliedBy(2)) <= 0) {
      throw new OptionException(
          "Cannot write with "
              + LEASE
              + "="
              + lease.toMillis()
              + "ms: it must be over twice "
              + LONGEST_PUT
              + ", which is "
              + put.toMillis()
              + "ms.");
    }
    return CommitSettings.of(lease, put);
  }

  private static Duration duration(Map<String, String> settings, String name, Duration absent) {
    String given = settings.get(name);
    try {
      return given == null ? absent : OptionType.duration().parse(given);
    } catch (OptionType.Invalid e) {
      throw new OptionException(
          "Cannot write with " + name + "=" + given + ": it is no duration. Write 6m or 90s.");
    }
  }
}
