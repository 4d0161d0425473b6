package dev.sparkzarr.dataset;

import dev.sparkzarr.metadata.NodePath;
import java.io.Serializable;

/**
 * An array as it travels to executors: where it is in its store and its document, parsed again
 * there.
 *
 * @param path of the array
 * @param document {@link dev.sparkzarr.metadata.ArrayMetadata#document()}
 * @param elements whether characters are joined
 */
public record ArrayHandle(NodePath path, String document, Elements elements)
    implements Serializable {
  /** What an element of the column is. */
  public enum Elements {
    /** An element of the array. */
    STORED,
    /** The characters along the array's last dimension. */
    JOINED_CHARACTERS
  }
}
