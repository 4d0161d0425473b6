package dev.sparkzarr.spark.write;

import dev.sparkzarr.array.commit.ArrayChange;
import dev.sparkzarr.array.commit.SeenGroup;
import dev.sparkzarr.dataset.block.IndexWindow;
import dev.sparkzarr.dataset.write.TableLayout;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a write makes of a table. Immutable.
 *
 * @param layout of the arrays that are written, as they are afterwards
 * @param group what the group's own document says afterwards; empty when it stays as it is
 * @param arrays what is done to each array, in the order in which documents are put
 * @param removed nodes that are no more afterwards
 * @param seen what the group is
 * @param dimensions where rows say where they belong, one for each axis
 * @param rows how many rows there must be; empty when they are evaluated only once
 */
record TableChange(
    TableLayout layout,
    Optional<GroupMetadata> group,
    List<ArrayChange> arrays,
    List<NodePath> removed,
    SeenGroup seen,
    List<RowDimension> dimensions,
    Optional<Long> rows) {
  TableChange {
    arrays = List.copyOf(arrays);
    removed = List.copyOf(removed);
    dimensions = List.copyOf(dimensions);
  }

  List<IndexWindow> windows() {
    return dimensions.stream().map(RowDimension::window).toList();
  }

  /** What of each array stays where no row gives a value. */
  Map<NodePath, KeptCells> kept() {
    Map<NodePath, KeptCells> kept = new HashMap<>();
    for (ArrayChange change : arrays) {
      if (change instanceof ArrayChange.Grown grown) {
        kept.put(change.path(), new KeptCells(grown.before().shape()));
      } else if (change instanceof ArrayChange.Updated updated) {
        kept.put(change.path(), new KeptCells(updated.after().shape()));
      }
    }
    return kept;
  }

  /** The first index of a coordinate whose value is to be written; its length when none is. */
  long firstNew(NodePath path, long length) {
    for (ArrayChange change : arrays) {
      if (change.path().equals(path)) {
        return change instanceof ArrayChange.Grown grown
            ? grown.before().shape().length(0)
            : change.changesDocument() ? 0 : length;
      }
    }
    return length;
  }

  /** Whether objects that are there are changed, which cannot be taken back. */
  boolean isInPlace() {
    return arrays.stream().anyMatch(change -> change instanceof ArrayChange.Updated);
  }
}
