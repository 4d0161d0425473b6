package dev.sparkzarr.store;

/** The store did not answer, or asked to come back later. */
public final class UnavailableException extends StoreException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message see {@link dev.sparkzarr.ZarrException}
   * @param cause what the provider said; may be null
   */
  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public boolean isRetryable() {
    return true;
  }
}
