package dev.sparkzarr.array;

import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Store;
import java.util.List;
import java.util.Optional;

/**
 * The groups and arrays of a store, read with as few requests as possible: consolidated metadata
 * where there is some and it is wanted. A snapshot: what was read is kept. Safe for many threads.
 */
public final class Hierarchy {
  private Hierarchy() {}

  /** Whether consolidated metadata is used: option {@code consolidated}. */
  public enum Consolidated {
    IF_PRESENT,
    REQUIRED,
    IGNORED
  }

  /**
   * A node that exists but cannot be read, and why; it does not make its group unreadable.
   *
   * @param path of the node
   * @param reason a whole sentence
   */
  public record Unreadable(NodePath path, String reason) {}

  /**
   * A group's children.
   *
   * @param nodes by path, ascending
   * @param unreadable those that cannot be read
   */
  public record Children(
      java.util.SortedMap<NodePath, NodeMetadata> nodes, List<Unreadable> unreadable) {}

  /** Opens the hierarchy of a store. Sends no request yet. */
  public static Hierarchy open(Store store, Consolidated consolidated) {
    throw new UnsupportedOperationException();
  }

  /**
   * @return the store
   */
  public Store store() {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads one node.
   *
   * @return empty when there is none
   * @throws dev.sparkzarr.metadata.MetadataException when its document cannot be read
   * @throws dev.sparkzarr.store.StoreException when a request failed
   */
  public Optional<NodeMetadata> node(NodePath path) {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads the direct children of a group.
   *
   * @throws dev.sparkzarr.store.StoreException when a request failed, or the store cannot list and
   *     has no consolidated metadata
   */
  public Children children(NodePath group) {
    throw new UnsupportedOperationException();
  }
}
