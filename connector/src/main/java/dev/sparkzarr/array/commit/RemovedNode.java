package dev.sparkzarr.array.commit;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node that is no more: its documents go, and those of the nodes below it. Objects of its arrays
 * are not listed.
 *
 * @param store guarded
 * @param path of the node
 * @param id of the writer that removes it
 * @param due when the objects may be deleted
 */
record RemovedNode(Store store, NodePath path, String id, Instant due) {
  private static final int DEEPEST = 64;

  /** Each array, and the node itself, is noted for its late deletion first. */
  void deleteDocuments() {
    deleteDocuments(path, 0);
  }

  /** Unless it was before, when more of the node was there. */
  private void note(NodePath node, Optional<ArrayMetadata> array) {
    LateDeletion late = new LateDeletion(node, id, due, array, LateDeletion.Extent.ALL);
    if (store.get(late.key(), CommitJson.LARGEST).isEmpty()) {
      late.put(store);
    }
  }

  private void deleteDocuments(NodePath node, int depth) {
    List<String> documents = new ArrayList<>();
    List<String> places = new ArrayList<>();
    Optional<ArrayMetadata> array = OwnDocuments.arraysAt(store, node).stream().findFirst();
    if (array.isPresent() || depth == 0) {
      note(node, array);
    }
    if (array.isPresent()) {
      documents.addAll(OwnDocuments.NAMES);
    } else {
      try (Stream<Listing.Entry> entries =
          Capability.LISTING.of(store).entries(Optional.of(new StoreKey(node.value())))) {
        entries.forEach(
            entry -> {
              if (!entry.isValue()) {
                places.add(entry.name());
              } else if (OwnDocuments.NAMES.contains(entry.name())) {
                documents.add(entry.name());
              }
            });
      }
    }
    if (depth > DEEPEST) {
      throw new StoreException(
          "Cannot remove " + path + " in " + store.describe() + ": it is nested too deep.");
    }
    for (String name : places) {
      if (!name.equals(Journal.FOLDER)) {
        deleteDocuments(node.resolve(name), depth + 1);
      }
    }
    Capability.DELETES.of(store).deleteAll(documents.stream().map(node::key).toList());
  }
}
