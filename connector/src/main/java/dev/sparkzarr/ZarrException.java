package dev.sparkzarr;

/**
 * Root of every error this library raises on purpose. Messages read <em>Cannot do what: reason.
 * Remedy</em> and name the store, array, chunk or option concerned; secrets never appear in them.
 */
public class ZarrException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what could not be done, why, and what to do about it
   */
  public ZarrException(String message) {
    super(message);
  }

  /**
   * @param message what could not be done, why, and what to do about it
   * @param cause what was caught; may be null
   */
  public ZarrException(String message, Throwable cause) {
    super(message, cause);
  }
}
