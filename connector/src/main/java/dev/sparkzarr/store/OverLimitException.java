package dev.sparkzarr.store;

/** A value is there, but larger than its reader accepts. */
public final class OverLimitException extends StoreException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message see {@link dev.sparkzarr.ZarrException}
   */
  public OverLimitException(String message) {
    super(message);
  }
}
