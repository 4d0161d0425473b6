package dev.sparkzarr.store.middleware;

import java.io.Serializable;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How many requests a JVM sends to a store.
 *
 * @param perSecond on average, after at most a second's worth at once; infinite for no bound
 * @param concurrent calls under way at most, at least 1; {@link Integer#MAX_VALUE} for no bound
 */
public record RequestLimits(double perSecond, int concurrent) implements Serializable {
  public RequestLimits {
    if (!(perSecond > 0) || concurrent < 1) {
      throw new IllegalArgumentException("perSecond=" + perSecond + " concurrent=" + concurrent);
    }
  }

  /**
   * @param perSecond empty for no bound
   * @param concurrent empty for no bound
   */
  public static RequestLimits of(OptionalDouble perSecond, OptionalInt concurrent) {
    return new RequestLimits(
        perSecond.orElse(Double.POSITIVE_INFINITY), concurrent.orElse(Integer.MAX_VALUE));
  }
}
