package dev.sparkzarr.store;

/** Another writer came first. */
public final class ConflictException extends StoreException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message see {@link dev.sparkzarr.ZarrException}
   * @param cause what the provider said; may be null
   */
  public ConflictException(String message, Throwable cause) {
    super(message, cause);
  }
}
