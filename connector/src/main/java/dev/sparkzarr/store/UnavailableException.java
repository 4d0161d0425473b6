package dev.sparkzarr.store;

import java.time.Duration;
import java.util.Optional;

/** The store did not answer, or asked to come back later. */
public final class UnavailableException extends StoreException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter; // null where the store did not say

  /**
   * @param message see {@link dev.sparkzarr.ZarrException}
   * @param cause what the provider said; may be null
   */
  public UnavailableException(String message, Throwable cause) {
    this(message, cause, Optional.empty());
  }

  /**
   * @param message see {@link dev.sparkzarr.ZarrException}
   * @param cause what the provider said; may be null
   * @param retryAfter how long the store asked to wait, such as HTTP's {@code Retry-After} (RFC
   *     9110 section 10.2.3); empty where it did not say
   */
  public UnavailableException(String message, Throwable cause, Optional<Duration> retryAfter) {
    super(message, cause);
    this.retryAfter = retryAfter.orElse(null);
  }

  /**
   * @return how long the store asked to wait before the next request; not checked, so possibly
   *     negative or very long; empty where it did not say
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  @Override
  public boolean isRetryable() {
    return true;
  }
}
