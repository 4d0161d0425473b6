package dev.sparkzarr.array;

import java.io.Serializable;
import java.time.Duration;

/**
 * How decoded chunks are kept in memory, and for how long they may be used. Immutable.
 *
 * @param size bytes that may be kept in a JVM; 0 keeps nothing
 * @param checkAfter a chunk is used without a question to its store for so long after it was last
 *     known to be current; zero asks each time
 * @param maxAge chunks are given up after this time, changed or not
 * @param isBehindCache whether what the store gives may come from a cache of its own, so that it is
 *     not known to be current when it comes
 * @param scope equal for readers that may read the same: an identity of a store tells nothing of
 *     credentials. Holds none itself
 */
public record DecodedSettings(
    long size, Duration checkAfter, Duration maxAge, boolean isBehindCache, String scope)
    implements Serializable {
  /** Longer than anything is kept. */
  public static final Duration FOREVER = Duration.ofDays(365_000);

  /** Nothing is kept. */
  public static final DecodedSettings OFF =
      new DecodedSettings(0, Duration.ZERO, FOREVER, false, "");

  /**
   * @throws IllegalArgumentException when a number is negative
   */
  public DecodedSettings {
    if (size < 0 || checkAfter.isNegative() || maxAge.isNegative()) {
      throw new IllegalArgumentException("a size or a time is negative");
    }
  }

  /**
   * @return whether anything is kept. How old something is that comes from another cache is not
   *     known here, so that of such nothing is kept where age counts
   */
  public boolean isOn() {
    return size > 0 && !(isBehindCache && maxAge.compareTo(FOREVER) < 0);
  }

  @Override
  public String toString() {
    return "DecodedSettings[" + size + " bytes]";
  }
}
