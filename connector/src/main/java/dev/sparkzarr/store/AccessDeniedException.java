package dev.sparkzarr.store;

/** The store refused: credentials are missing, wrong or not sufficient. */
public final class AccessDeniedException extends StoreException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message see {@link dev.sparkzarr.ZarrException}
   * @param cause what the provider said; may be null
   */
  public AccessDeniedException(String message, Throwable cause) {
    super(message, cause);
  }
}
