package dev.sparkzarr.array;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.metadata.NodePath;

/** There is no group or array at a path. */
public final class NodeNotFoundException extends ZarrException {
  private static final long serialVersionUID = 1L;

  /**
   * @param store for the message
   */
  public NodeNotFoundException(NodePath path, String store) {
    super(
        "Cannot find a Zarr group or array at "
            + path
            + " in "
            + store
            + ". Check the path; names are case-sensitive.");
  }
}
