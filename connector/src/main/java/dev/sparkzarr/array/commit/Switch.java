package dev.sparkzarr.array.commit;

import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ConsolidatedPatch;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.metadata.ZarrJsonParser;
import dev.sparkzarr.metadata.ZmetadataParser;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * From the old table to the new one: the group with its consolidated metadata, those of the groups
 * above it, outermost last, the documents of arrays; then what is no more goes. (Without
 * consolidated metadata the arrays come first.) Each step can be done again, also by another
 * writer.
 */
final class Switch {
  private final Store store;
  private final WritePlan plan;
  private final String id;
  private final CommitSettings settings;
  private final boolean isShared;

  /**
   * @param store guarded
   * @param id of the writer whose plan it is
   * @param isShared whether other writers may be at work
   */
  Switch(Store store, WritePlan plan, String id, CommitSettings settings, boolean isShared) {
    this.store = store;
    this.plan = plan;
    this.id = id;
    this.settings = settings;
    this.isShared = isShared;
  }

  void carryOut() {
    if (!plan.changesDocuments()) {
      return; // a region: its objects are what readers see
    }
    Map<NodePath, NodeMetadata> written = new TreeMap<>(groupsAbove());
    plan.arrays().stream()
        .filter(ArrayChange::changesDocument)
        .forEach(change -> written.put(change.path(), change.after()));
    plan.groupAfter().ifPresent(group -> written.put(plan.group(), group));
    ConsolidatedPatch patch = new ConsolidatedPatch(written, plan.removed());
    if (!plan.consolidate()) {
      putArrays();
    }
    putGroup(patch);
    for (NodePath above = plan.group(); !above.isRoot(); ) {
      above = above.parent();
      refresh(above, patch);
    }
    if (plan.consolidate()) {
      putArrays(); // a new table is there as a whole before its arrays are found one by one
    }
    deleteDocuments();
    deleteLate();
  }

  private void putArrays() {
    for (ArrayChange change : plan.arrays()) {
      if (change.changesDocument()) {
        put(change.path(), change.after());
      }
    }
  }

  private SharedDocument shared(NodePath path, String name) {
    return new SharedDocument(store, path.key(name), settings, isShared);
  }

  private void put(NodePath path, NodeMetadata node) {
    OwnDocuments.of(node)
        .forEach((name, bytes) -> Capability.WRITES.of(store).put(path.key(name), bytes));
  }

  /** The groups on the way to the group, which are made where they are not there. */
  private Map<NodePath, NodeMetadata> groupsAbove() {
    Map<NodePath, NodeMetadata> groups = new TreeMap<>();
    Optional<ZarrFormat> format = format();
    if (plan.group().isRoot() || format.isEmpty()) {
      return groups;
    }
    List<NodePath> missing = new ArrayList<>();
    for (NodePath above = plan.group().parent(); ; above = above.parent()) {
      List<NodeMetadata> found = OwnDocuments.at(store, above);
      if (found.isEmpty()) {
        missing.add(0, above);
      } else if (!above.isRoot()) {
        groups.put(above, found.get(0));
      }
      if (above.isRoot()) {
        break;
      }
    }
    GroupMetadata made = new GroupMetadata(format.get(), Attributes.EMPTY);
    for (NodePath path : missing) {
      OwnDocuments.of(made)
          .forEach(
              (name, bytes) ->
                  shared(path, name)
                      .change(seen -> seen.isPresent() ? Optional.empty() : Optional.of(bytes)));
      if (!path.isRoot()) {
        groups.put(path, made);
      }
    }
    return groups;
  }

  private Optional<ZarrFormat> format() {
    return plan.groupAfter()
        .map(GroupMetadata::format)
        .or(() -> plan.arrays().stream().findFirst().map(change -> change.after().format()));
  }

  private void putGroup(ConsolidatedPatch patch) {
    Optional<ZarrFormat> format =
        plan.groupAfter()
            .map(GroupMetadata::format)
            .or(
                () ->
                    OwnDocuments.at(store, plan.group()).stream()
                        .findFirst()
                        .map(NodeMetadata::format));
    if (format.isEmpty()) {
      return; // a group without documents of its own
    }
    if (format.get() == ZarrFormat.V3) {
      shared(plan.group(), ZarrJsonParser.NAME).change(seen -> v3Group(seen, patch));
      return;
    }
    if (plan.consolidate()) {
      shared(plan.group(), ZmetadataParser.NAME)
          .change(
              seen ->
                  Optional.of(
                      (seen.isPresent() ? patch : everything(ZarrFormat.V2))
                          .zmetadata(seen, plan.group(), store.describe())));
    } else {
      Capability.DELETES.of(store).delete(plan.group().key(ZmetadataParser.NAME));
    }
    plan.groupAfter().ifPresent(group -> put(plan.group(), group));
  }

  /** The group's own document and consolidated metadata are one. */
  private Optional<ByteBuffer> v3Group(Optional<ByteBuffer> seen, ConsolidatedPatch patch) {
    String place = store.describe();
    Optional<ByteBuffer> own =
        plan.groupAfter()
            .map(group -> OwnDocuments.of(group).get(ZarrJsonParser.NAME))
            .or(() -> seen);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    if (!plan.consolidate()) {
      return Optional.of(ConsolidatedPatch.takenFrom(own.get(), plan.group(), place));
    }
    return Optional.of(
        seen.isPresent() && ConsolidatedPatch.isIn(seen.get(), plan.group(), place)
            ? patch.inline(own.get(), seen.get(), plan.group(), place)
            : everything(ZarrFormat.V3).inline(own.get(), own.get(), plan.group(), place));
  }

  /** All that is in the group, for consolidated metadata where there are none. */
  private ConsolidatedPatch everything(ZarrFormat format) {
    Map<NodePath, NodeMetadata> nodes = new TreeMap<>();
    Hierarchy hierarchy = Hierarchy.open(store, Hierarchy.Consolidated.IGNORED);
    boolean isThere = !OwnDocuments.at(store, plan.group()).isEmpty() || hasOthers();
    if (isThere
        && hierarchy.node(plan.group()).filter(GroupMetadata.class::isInstance).isPresent()) {
      nodes.putAll(hierarchy.descendants(plan.group()).nodes());
    }
    nodes.keySet().removeIf(path -> isRemoved(path));
    for (ArrayChange change : plan.arrays()) {
      nodes.put(change.path(), change.after());
    }
    plan.groupAfter().ifPresent(group -> nodes.put(plan.group(), group));
    nodes.values().removeIf(node -> node.format() != format);
    return new ConsolidatedPatch(nodes, List.of());
  }

  /** Whether a group without documents may have nodes that are not this plan's. */
  private boolean hasOthers() {
    if (store.listing().isEmpty()) {
      return false;
    }
    Set<String> own = new HashSet<>(Set.of(Claims.KEY.value().split("/")[0]));
    plan.arrays().forEach(change -> own.add(change.path().name()));
    Optional<StoreKey> below =
        plan.group().isRoot() ? Optional.empty() : Optional.of(new StoreKey(plan.group().value()));
    try (Stream<Listing.Entry> entries = store.listing().get().entries(below)) {
      return entries.anyMatch(entry -> !entry.isValue() && !own.contains(entry.name()));
    }
  }

  private boolean isRemoved(NodePath path) {
    return plan.removed().stream().anyMatch(removed -> Claim.isAtOrBelow(path, removed));
  }

  /** Consolidated metadata of a group above, where it has some. */
  private void refresh(NodePath above, ConsolidatedPatch patch) {
    String place = store.describe();
    shared(above, ZarrJsonParser.NAME)
        .change(
            seen ->
                seen.filter(bytes -> ConsolidatedPatch.isIn(bytes, above, place))
                    .map(bytes -> patch.inline(bytes, bytes, above, place)));
    shared(above, ZmetadataParser.NAME)
        .change(seen -> seen.map(bytes -> patch.zmetadata(Optional.of(bytes), above, place)));
  }

  /** What would be read beside the new documents, or instead of them; the group's first. */
  private void deleteDocuments() {
    List<StoreKey> keys = new ArrayList<>();
    plan.groupAfter()
        .ifPresent(
            group ->
                OwnDocuments.foreignTo(group.format())
                    .forEach(name -> keys.add(plan.group().key(name))));
    for (ArrayChange change : plan.arrays()) {
      if (change instanceof ArrayChange.Replaced replaced
          && replaced.before().format() != replaced.after().format()) {
        OwnDocuments.foreignTo(replaced.after().format())
            .forEach(name -> keys.add(change.path().key(name)));
      }
    }
    if (!keys.isEmpty()) {
      Capability.DELETES.of(store).deleteAll(keys);
    }
    plan.removed().forEach(path -> new RemovedNode(store, path, id, due()).deleteDocuments());
  }

  private void deleteLate() {
    List<LateDeletion> late = new ArrayList<>();
    for (ArrayChange change : plan.arrays()) {
      if (change instanceof ArrayChange.Replaced replaced) {
        LateDeletion deletion =
            new LateDeletion(
                change.path(),
                id,
                due(),
                Optional.of(replaced.before()),
                LateDeletion.Extent.OBJECTS);
        deletion.put(store);
        late.add(deletion);
      }
    }
    if (plan.deleteDelay().isZero()) {
      plan.removed()
          .forEach(
              path ->
                  LateDeletion.at(store, path).stream()
                      .filter(deletion -> deletion.id().equals(id))
                      .forEach(late::add));
      late.forEach(deletion -> deletion.carryOut(store));
    }
  }

  private Instant due() {
    return settings.now().plus(plan.deleteDelay());
  }
}
