package dev.sparkzarr.array;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.MetadataException;
import dev.sparkzarr.metadata.NodeDocuments;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Writes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Groups and arrays as functions of (store, path): what their documents say, and writing them.
 * Consolidated metadata are used by none of the reading functions but {@link #children}, and only
 * written by {@link #consolidate}. Stateless and safe for many threads, as far as they do not write
 * the same node.
 */
public final class Nodes {
  private Nodes() {}

  /**
   * @return what the node's own documents say
   * @throws NodeNotFoundException when there is none
   * @throws MetadataException when its documents cannot be read
   * @throws StoreException when a request failed
   */
  public static NodeMetadata read(Store store, NodePath path) {
    return Hierarchy.open(store, Hierarchy.Consolidated.IGNORED)
        .node(path)
        .orElseThrow(() -> new NodeNotFoundException(path, store.describe()));
  }

  /**
   * @return as {@link #read}
   * @throws ZarrException as {@link #read}, and when the node is a group
   */
  public static ArrayMetadata readArray(Store store, NodePath path) {
    if (read(store, path) instanceof ArrayMetadata array) {
      return array;
    }
    throw wrongKind(store, path, "an array", "a group");
  }

  /**
   * @return as {@link #read}
   * @throws ZarrException as {@link #read}, and when the node is an array
   */
  public static GroupMetadata readGroup(Store store, NodePath path) {
    if (read(store, path) instanceof GroupMetadata group) {
      return group;
    }
    throw wrongKind(store, path, "a group", "an array");
  }

  private static ZarrException wrongKind(Store store, NodePath path, String wanted, String found) {
    return new ZarrException(
        "Cannot open "
            + path
            + " in "
            + store.describe()
            + " as "
            + wanted
            + ": it is "
            + found
            + ".");
  }

  /**
   * @return the group's children, from consolidated metadata where there is some
   * @throws ZarrException as {@link Hierarchy#children}
   */
  public static Hierarchy.Children children(Store store, NodePath group) {
    return Hierarchy.open(store, Hierarchy.Consolidated.IF_PRESENT).children(group);
  }

  /**
   * Creates a node where there is nothing: no documents, and, for an array, no value at all below
   * the path as far as the store can list. Not atomic: of two that create one node at once, both
   * may succeed.
   *
   * @throws NodeExistsException when there is something
   * @throws MetadataException when the metadata has no spelling in its format
   * @throws StoreException when a request failed, or the store cannot be written to
   */
  public static void create(Store store, NodePath path, NodeMetadata metadata) {
    Map<String, ByteBuffer> documents = NodeDocuments.of(metadata);
    Writes writes = writes(store, path);
    if (exists(store, path, metadata)) {
      throw new NodeExistsException(
          "Cannot create "
              + path
              + " in "
              + store.describe()
              + ": something is there already. Overwrite it, or choose another path.");
    }
    put(writes, path, documents);
  }

  private static boolean exists(Store store, NodePath path, NodeMetadata metadata) {
    Optional<Listing> listing = store.listing();
    if (metadata instanceof ArrayMetadata && listing.isPresent()) {
      try (Stream<StoreKey> keys = listing.get().keys(place(path))) {
        return keys.findAny().isPresent();
      }
    }
    return hasDocument(store, path);
  }

  private static boolean hasDocument(Store store, NodePath path) {
    for (String document : List.of("zarr.json", ".zgroup", ".zarray")) {
      if (store.get(path.key(document), NodeDocuments.LARGEST).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Creates a node in place of everything at and below the path, which is deleted first, documents
   * before chunks. Not atomic.
   *
   * @throws MetadataException when the metadata has no spelling in its format; nothing is deleted
   * @throws StoreException when a request failed, or the store cannot be written to or cannot
   *     delete
   */
  public static void overwrite(Store store, NodePath path, NodeMetadata metadata) {
    Map<String, ByteBuffer> documents = NodeDocuments.of(metadata);
    Writes writes = writes(store, path);
    NodeDeletion deletion = new NodeDeletion(store, path);
    deletion.run();
    put(writes, path, documents);
  }

  /**
   * Deletes a node and everything below it, by whole segments: {@code a} and {@code a/b}, never
   * {@code ab}. Its documents and those of nodes below it go first, so that at no moment there is
   * an array without its chunks, as far as the store can list. Not atomic. Consolidated metadata
   * that list the node are stale from then on.
   *
   * @throws NodeNotFoundException when there is no node
   * @throws StoreException when a request failed, or the store cannot delete; without that
   *     capability nothing is sent
   */
  public static void delete(Store store, NodePath path) {
    NodeDeletion deletion = new NodeDeletion(store, path);
    if (!hasDocument(store, path)) {
      throw new NodeNotFoundException(path, store.describe());
    }
    deletion.run();
  }

  /**
   * Writes a node's documents, replacing those of its format that are there. Consolidated metadata
   * that list the node are stale from then on.
   *
   * @throws MetadataException when the metadata has no spelling in its format
   * @throws StoreException when a request failed, or the store cannot be written to
   */
  public static void writeMetadata(Store store, NodePath path, NodeMetadata metadata) {
    Map<String, ByteBuffer> documents = NodeDocuments.of(metadata);
    put(writes(store, path), path, documents);
  }

  /**
   * Writes consolidated metadata of the whole store, as its documents are now.
   *
   * @throws NodeNotFoundException when there is nothing at the root
   * @throws ZarrException when the root is an array, or a node cannot be read; nothing is written
   */
  public static void consolidate(Store store) {
    Writes writes = writes(store, NodePath.ROOT);
    Hierarchy hierarchy = Hierarchy.open(store, Hierarchy.Consolidated.IGNORED);
    GroupMetadata root = readGroup(store, NodePath.ROOT);
    Hierarchy.Children nodes = hierarchy.descendants(NodePath.ROOT);
    if (!nodes.unreadable().isEmpty()) {
      throw new ZarrException(
          "Cannot consolidate the metadata of "
              + store.describe()
              + ": "
              + nodes.unreadable().get(0).reason());
    }
    Map<String, ByteBuffer> documents = NodeDocuments.consolidated(root, nodes.nodes());
    put(writes, NodePath.ROOT, documents);
  }

  private static void put(Writes writes, NodePath path, Map<String, ByteBuffer> documents) {
    documents.forEach((name, bytes) -> writes.put(path.key(name), bytes));
  }

  private static Writes writes(Store store, NodePath path) {
    return store.writes().orElseThrow(() -> unable(store, path, "the store cannot be written to"));
  }

  private static StoreException unable(Store store, NodePath path, String reason) {
    return new StoreException(
        "Cannot write " + path + " in " + store.describe() + ": " + reason + ".");
  }

  static Optional<StoreKey> place(NodePath path) {
    return path.isRoot() ? Optional.empty() : Optional.of(new StoreKey(path.value()));
  }
}
