package dev.sparkzarr.array.commit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects that readers under way may still want: a document beside them says until when. Who
 * carries it out has a claim to the place. Immutable.
 *
 * @param path where the objects are
 * @param id of the writer that no longer needed them
 * @param due when they may be deleted
 * @param before the array that they belonged to; empty when there was none
 * @param extent what goes
 */
record LateDeletion(
    NodePath path, String id, Instant due, Optional<ArrayMetadata> before, Extent extent) {
  /** What is to be deleted. */
  enum Extent {
    /** The objects of an array that another one took the place of. */
    OBJECTS,
    /** All below a node that is no more. */
    ALL
  }

  static final String END = ".late.json";
  private static final int MOST = 10_000;

  StoreKey key() {
    return path.key(Journal.FOLDER + "/" + id + END);
  }

  void put(Store store) {
    ObjectNode json = CommitJson.document();
    json.put("path", path.value());
    json.put("id", id);
    json.put("due", due.toEpochMilli());
    json.put("all", extent == Extent.ALL);
    before.ifPresent(array -> json.put("array", array.document()));
    Capability.WRITES.of(store).put(key(), CommitJson.write(json));
  }

  /** Those that wait at a path. */
  static List<LateDeletion> at(Store store, NodePath path) {
    return at(store, path, names(store, path));
  }

  /** Those of a path at which writers left documents of these names. */
  static List<LateDeletion> at(Store store, NodePath path, List<String> names) {
    List<LateDeletion> found = new ArrayList<>();
    for (String name : names) {
      if (name.endsWith(END)) {
        StoreKey key = path.key(Journal.FOLDER + "/" + name);
        store
            .get(key, CommitJson.LARGEST)
            .map(
                bytes ->
                    CommitJson.read(bytes, store.describe(key), json -> parse(json, path, name)))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** What writers left at a path. */
  static List<String> names(Store store, NodePath path) {
    try (Stream<Listing.Entry> entries =
        Capability.LISTING.of(store).entries(Optional.of(path.key(Journal.FOLDER)))) {
      return entries
          .filter(Listing.Entry::isValue)
          .map(Listing.Entry::name)
          .limit(MOST)
          .sorted()
          .toList();
    }
  }

  /** The place is where the document is found, whatever it says. */
  private static LateDeletion parse(ObjectNode json, NodePath path, String name) {
    return new LateDeletion(
        path,
        name.substring(0, name.length() - END.length()),
        CommitJson.time(json, "due"),
        json.has("array")
            ? Optional.of(ArrayMetadata.parse(CommitJson.text(json, "array")))
            : Optional.empty(),
        CommitJson.flag(json, "all") || !json.has("array") ? Extent.ALL : Extent.OBJECTS);
  }

  /**
   * Deletes the objects, unless a node that is there now may use them, and then the document.
   *
   * @return whether they were deleted
   */
  boolean carryOut(Store store) {
    boolean isFree = extent == Extent.ALL ? isUnused(store) : isUnused(store, before.orElseThrow());
    if (isFree && extent == Extent.OBJECTS) {
      KeySpace.of(path, before.orElseThrow()).empty(store);
    } else if (isFree) {
      deleteTree(store);
    }
    Capability.DELETES.of(store).delete(key());
    return isFree;
  }

  private boolean isUnused(Store store, ArrayMetadata array) {
    return OwnDocuments.arraysAt(store, path).stream()
        .allMatch(now -> KeySpaces.areApart(array, now.keys(), now.shape().rank()));
  }

  /** Every document below was deleted with the node, so one that is there is of another node. */
  private boolean isUnused(Store store) {
    for (NodePath above = path; !above.isRoot(); above = above.parent()) {
      if (!OwnDocuments.arraysAt(store, above.parent()).isEmpty()) {
        return false;
      }
    }
    try (Stream<StoreKey> keys = keys(store)) {
      return keys.noneMatch(key -> OwnDocuments.NAMES.contains(nameOf(key)));
    }
  }

  private Stream<StoreKey> keys(Store store) {
    return Capability.LISTING.of(store).keys(Optional.of(new StoreKey(path.value())));
  }

  private static String nameOf(StoreKey key) {
    return key.value().substring(key.value().lastIndexOf('/') + 1);
  }

  private void deleteTree(Store store) {
    while (true) {
      List<StoreKey> some;
      try (Stream<StoreKey> keys = keys(store)) {
        some = keys.filter(key -> !key.equals(key())).limit(250).toList();
      }
      if (some.isEmpty()) {
        return;
      }
      Capability.DELETES.of(store).deleteAll(some);
    }
  }
}
