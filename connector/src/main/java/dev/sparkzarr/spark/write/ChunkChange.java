package dev.sparkzarr.spark.write;

import dev.sparkzarr.array.commit.ArrayChange;
import dev.sparkzarr.array.commit.SeenGroup;
import dev.sparkzarr.dataset.write.CopiedArray;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodePath;
import java.util.List;
import java.util.Optional;

/**
 * What chunk rows do to a store. Immutable.
 *
 * @param group what it says afterwards; empty when it stays as it is
 * @param parts one for each array
 * @param removed nodes that are no more afterwards
 * @param seen what the group is
 * @param columns of the rows
 */
record ChunkChange(
    Optional<GroupMetadata> group,
    List<Part> parts,
    List<NodePath> removed,
    SeenGroup seen,
    ChunkColumns columns) {
  ChunkChange {
    parts = List.copyOf(parts);
    removed = List.copyOf(removed);
  }

  /**
   * One array.
   *
   * @param name that rows call it by
   * @param change of the array
   * @param copy where it is copied from should no row hold a chunk of it
   */
  record Part(String name, ArrayChange change, Optional<CopiedArray> copy) {
    boolean isInPlace() {
      return change instanceof ArrayChange.Updated;
    }

    ChunkTarget target() {
      return new ChunkTarget(
          name,
          change.path(),
          change.after().document(),
          isInPlace() ? ChunkTarget.State.IN_PLACE : ChunkTarget.State.NEW);
    }
  }

  boolean isInPlace() {
    return parts.stream().anyMatch(Part::isInPlace);
  }
}
