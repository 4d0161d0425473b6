package dev.sparkzarr.store;

/** A range passes the end of the value. */
public final class InvalidRangeException extends StoreException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message see {@link dev.sparkzarr.ZarrException}
   * @param cause what the provider said; may be null
   */
  public InvalidRangeException(String message, Throwable cause) {
    super(message, cause);
  }
}
