package dev.sparkzarr.array.commit;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a plan can be carried out, and whether the store is the one it was made for. */
final class PlanCheck {
  private final Store store;
  private final WritePlan plan;

  PlanCheck(Store store, WritePlan plan) {
    this.store = store;
    this.plan = plan;
  }

  /**
   * Looks at the plan alone.
   *
   * @throws ZarrException when nobody could carry it out
   */
  void parts() {
    Set<NodePath> paths = new HashSet<>();
    List<NodePath> all = new ArrayList<>(plan.removed());
    plan.arrays().forEach(change -> all.add(change.path()));
    for (NodePath path : all) {
      if (!paths.add(path)) {
        throw refused(path, "it stands twice in one write");
      }
    }
    for (NodePath removed : plan.removed()) {
      if (removed.isRoot()) {
        throw refused(removed, "the root cannot be removed");
      }
      for (NodePath path : all) {
        if (!path.equals(removed) && Claim.isAtOrBelow(path, removed)) {
          throw refused(path, "it lies below " + removed + ", which the same write removes");
        }
      }
    }
    plan.arrays().forEach(this::keys);
  }

  private void keys(ArrayChange change) {
    if (!change.changesDocument()) {
      return;
    }
    ArrayMetadata after = change.after();
    if (after.keys() instanceof ChunkKeyEncoding.Custom custom) {
      throw refused(
          change.path(),
          "of chunk key encoding '"
              + custom.name()
              + "' it cannot be told which keys are its objects");
    }
    if (change instanceof ArrayChange.Replaced replaced
        && !KeySpaces.areApart(replaced.before(), after.keys(), after.shape().rank())) {
      throw refused(
          change.path(),
          "the new objects would take the keys of the old ones, which have to stay until the new"
              + " table is complete. Write format 3 with another chunk key encoding, or to another"
              + " path");
    }
    if (change instanceof ArrayChange.Grown grown) {
      boolean isSame =
          grown.before().keys().equals(after.keys())
              && grown.before().shape().rank() == after.shape().rank();
      for (int i = 0; isSame && i < after.shape().rank(); i++) {
        isSame = grown.before().shape().length(i) <= after.shape().length(i);
      }
      if (!isSame) {
        throw refused(change.path(), "it is said to grow, but would be another array");
      }
    }
  }

  private ZarrException refused(NodePath path, String reason) {
    return new ZarrException(
        "Cannot write " + path + " in " + store.describe() + ": " + reason + ".");
  }

  /**
   * Looks whether there can be nodes where the plan makes some.
   *
   * @throws ZarrException when a node above is an array
   */
  void above() {
    for (NodePath above = plan.group(); ; above = above.parent()) {
      boolean isArray =
          OwnDocuments.first(store, above).filter(ArrayMetadata.class::isInstance).isPresent();
      if (isArray && !isChanged(above)) {
        throw refused(plan.group(), above + " is an array, below which there can be no node");
      }
      if (above.isRoot()) {
        break;
      }
    }
  }

  /**
   * Looks whether what is written over is what the plan says, and the group what it was when the
   * plan was made. Of use while the claim holds.
   *
   * @throws ConflictException when it is not
   */
  void nodes() {
    plan.arrays().forEach(this::node);
    if (plan.seen().isPresent() && plan.changesDocuments()) {
      group(plan.seen().get());
    }
  }

  /** Attributes that others changed would be lost; arrays that they added might not fit. */
  private void group(SeenGroup seen) {
    if (plan.groupAfter().isPresent()) {
      Attributes now =
          OwnDocuments.first(store, plan.group())
              .map(NodeMetadata::attributes)
              .orElse(Attributes.EMPTY);
      if (!now.equals(seen.attributes())) {
        throw changed(plan.group(), "its attributes are others by now");
      }
    }
    Set<String> known = new HashSet<>(seen.children());
    known.add(Journal.FOLDER);
    plan.arrays().forEach(change -> known.add(change.path().name()));
    for (String name : placesBelow(plan.group())) {
      NodePath path = plan.group().resolve(name);
      if (!known.contains(name) && OwnDocuments.first(store, path).isPresent()) {
        throw changed(path, "it is new in the group that is written");
      }
    }
  }

  private List<String> placesBelow(NodePath group) {
    Optional<StoreKey> below =
        group.isRoot() ? Optional.empty() : Optional.of(new StoreKey(group.value()));
    try (Stream<Listing.Entry> entries = Capability.LISTING.of(store).entries(below)) {
      return entries.filter(entry -> !entry.isValue()).map(Listing.Entry::name).toList();
    }
  }

  private boolean isChanged(NodePath path) {
    return plan.arrays().stream().anyMatch(change -> change.path().equals(path));
  }

  private void node(ArrayChange change) {
    Optional<NodeMetadata> found = OwnDocuments.first(store, change.path());
    if (change instanceof ArrayChange.Created) {
      if (found.isPresent()) {
        throw changed(change.path(), "there is a node by now");
      }
      return;
    }
    ArrayMetadata expected = change.after();
    if (change instanceof ArrayChange.Replaced replaced) {
      expected = replaced.before();
    } else if (change instanceof ArrayChange.Grown grown) {
      expected = grown.before();
    }
    String document = expected.document();
    boolean isSame =
        found
            .filter(node -> node instanceof ArrayMetadata now && now.document().equals(document))
            .isPresent();
    if (!isSame) {
      throw changed(change.path(), found.isEmpty() ? "it is gone" : "it is another array by now");
    }
  }

  private ConflictException changed(NodePath path, String reason) {
    return new ConflictException(
        "Cannot write "
            + path
            + " in "
            + store.describe()
            + ": "
            + reason
            + ", since the table was looked at. Load it again and write again; where consolidated"
            + " metadata are older than the array's own document, consolidate them first.",
        null);
  }
}
