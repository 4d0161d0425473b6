package dev.sparkzarr.spark.options;

import dev.sparkzarr.ZarrException;

/** An option is unknown, has a value that it cannot have, or does not fit another option. */
public final class OptionException extends ZarrException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message see {@link ZarrException}; never shows the value of an {@code fs.*} option
   */
  public OptionException(String message) {
    super(message);
  }
}
