package dev.sparkzarr.array;

import dev.sparkzarr.ZarrException;

/** There is a group or an array already, or something else where one is to be created. */
public final class NodeExistsException extends ZarrException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message see {@link ZarrException}
   */
  public NodeExistsException(String message) {
    super(message);
  }
}
