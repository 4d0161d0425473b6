package dev.sparkzarr.metadata;

import dev.sparkzarr.store.StoreKey;

/**
 * The path of a group or an array in its store, relative to the store's root: segments joined by
 * {@code /}, no slash at either end, empty for the root itself. Never decoded as a URL, never a
 * pattern.
 *
 * @param value for example {@code forecast/t2m}, or the empty text
 */
public record NodePath(String value) implements Comparable<NodePath>, java.io.Serializable {
  /** The store's root. */
  public static final NodePath ROOT = new NodePath("");

  public NodePath {
    if (!value.isEmpty()) {
      new StoreKey(value);
    }
  }

  /**
   * @return the node {@code name} below this one; {@code name} may have several segments
   */
  public NodePath resolve(String name) {
    return new NodePath(value.isEmpty() ? name : value + "/" + name);
  }

  /**
   * @return the key of a value of this node, such as {@code zarr.json} or {@code c/0/0}
   */
  public StoreKey key(String suffix) {
    return new StoreKey(value.isEmpty() ? suffix : value + "/" + suffix);
  }

  /**
   * @return the last segment; empty for the root
   */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /**
   * @return whether this is the store's root
   */
  public boolean isRoot() {
    return value.isEmpty();
  }

  /**
   * @return the node above; the root's parent is the root
   */
  public NodePath parent() {
    int slash = value.lastIndexOf('/');
    return slash < 0 ? ROOT : new NodePath(value.substring(0, slash));
  }

  @Override
  public int compareTo(NodePath other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return "/" + value;
  }
}
