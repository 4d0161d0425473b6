package dev.sparkzarr.codec;

import dev.sparkzarr.ZarrException;

/**
 * Bytes cannot be decoded or encoded: they are damaged, or the chain asks for what this version
 * cannot do. This floor says what is wrong; the array floor adds chunk, array and store.
 */
public final class CodecException extends ZarrException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message see {@link ZarrException}
   */
  public CodecException(String message) {
    super(message);
  }

  /**
   * @param message see {@link ZarrException}
   * @param cause may be null
   */
  public CodecException(String message, Throwable cause) {
    super(message, cause);
  }
}
