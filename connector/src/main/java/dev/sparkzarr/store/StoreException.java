package dev.sparkzarr.store;

import dev.sparkzarr.ZarrException;

/** A request to a store failed: it could not be found out what is there. */
public class StoreException extends ZarrException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message see {@link ZarrException}
   */
  public StoreException(String message) {
    super(message);
  }

  /**
   * @param message see {@link ZarrException}
   * @param cause what the provider said; may be null
   */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @return whether the same request may succeed later
   */
  public boolean isRetryable() {
    return false;
  }
}
