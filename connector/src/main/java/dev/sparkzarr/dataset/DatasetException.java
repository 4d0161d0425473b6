package dev.sparkzarr.dataset;

import dev.sparkzarr.ZarrException;

/** A group cannot be read as the table that was asked for. */
public final class DatasetException extends ZarrException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message see {@link ZarrException}
   */
  public DatasetException(String message) {
    super(message);
  }

  /**
   * @param message see {@link ZarrException}
   * @param cause may be null
   */
  public DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
