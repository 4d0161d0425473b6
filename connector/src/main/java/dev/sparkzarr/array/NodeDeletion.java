package dev.sparkzarr.array;

import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Deletes everything at and below a path, documents first, outermost first. For one use. */
final class NodeDeletion {
  /** What makes a key a node; the others of its documents say nothing without them. */
  private static final Set<String> DOCUMENTS =
      Set.of("zarr.json", ".zgroup", ".zarray", ".zmetadata");

  private final Store store;
  private final NodePath path;
  private final Deletes deletes;
  private final Optional<Listing> listing;

  /**
   * Sends no request.
   *
   * @throws StoreException when the store cannot delete, or the path is the root and it cannot list
   */
  NodeDeletion(Store store, NodePath path) {
    this.store = store;
    this.path = path;
    this.deletes = store.deletes().orElseThrow(() -> unable("cannot delete"));
    this.listing = store.listing();
    if (path.isRoot() && listing.isEmpty()) {
      throw unable("cannot list, so it cannot be found out what to delete");
    }
  }

  private StoreException unable(String reason) {
    return new StoreException(
        "Cannot delete " + path + " in " + store.describe() + ": the store " + reason + ".");
  }

  void run() {
    deleteDocuments();
    if (!path.isRoot()) {
      deletes.deleteBelow(new StoreKey(path.value()));
      return;
    }
    List<Listing.Entry> entries;
    try (Stream<Listing.Entry> found = listing.orElseThrow().entries(Optional.empty())) {
      entries = found.toList();
    }
    for (Listing.Entry entry : entries) {
      StoreKey key = new StoreKey(entry.name());
      if (entry.isValue()) {
        deletes.delete(key);
      } else {
        deletes.deleteBelow(key);
      }
    }
  }

  private void deleteDocuments() {
    List<StoreKey> documents = new ArrayList<>();
    if (listing.isEmpty()) {
      DOCUMENTS.forEach(name -> documents.add(path.key(name)));
    } else {
      try (Stream<StoreKey> keys = listing.get().keys(Nodes.place(path))) {
        keys.filter(key -> DOCUMENTS.contains(name(key))).forEach(documents::add);
      }
    }
    documents.sort(Comparator.comparingInt(key -> segments(key)));
    for (StoreKey document : documents) { // one after the other: what is above goes before
      deletes.delete(document);
    }
  }

  private static String name(StoreKey key) {
    return key.value().substring(key.value().lastIndexOf('/') + 1);
  }

  private static int segments(StoreKey key) {
    return (int) key.value().chars().filter(c -> c == '/').count();
  }
}
