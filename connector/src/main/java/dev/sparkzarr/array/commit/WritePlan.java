package dev.sparkzarr.array.commit;

import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodePath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one job is about to do to a store. Immutable.
 *
 * @param group whose table is written
 * @param groupAfter what the group's own document says afterwards; empty when it stays as it is
 * @param arrays what is done to each array, in the order in which documents are put
 * @param removed nodes that are no more after the switch, with all below them
 * @param consolidate whether consolidated metadata are written (those of ancestors that have some
 *     are refreshed); otherwise the group's is removed
 * @param deleteDelay how long replaced objects stay for readers under way
 * @param seen what the group has to be still when the write begins, and when it switches; empty
 *     when that does not matter. No part of a journal
 */
public record WritePlan(
    NodePath group,
    Optional<GroupMetadata> groupAfter,
    List<ArrayChange> arrays,
    List<NodePath> removed,
    boolean consolidate,
    Duration deleteDelay,
    Optional<SeenGroup> seen) {
  public WritePlan {
    arrays = List.copyOf(arrays);
    removed = List.copyOf(removed);
  }

  /** Whether there is anything to switch. */
  boolean changesDocuments() {
    return groupAfter.isPresent()
        || !removed.isEmpty()
        || arrays.stream().anyMatch(ArrayChange::changesDocument);
  }

  /** A plan for which it does not matter what else there is in the group. */
  public WritePlan(
      NodePath group,
      Optional<GroupMetadata> groupAfter,
      List<ArrayChange> arrays,
      List<NodePath> removed,
      boolean consolidate,
      Duration deleteDelay) {
    this(group, groupAfter, arrays, removed, consolidate, deleteDelay, Optional.empty());
  }
}
