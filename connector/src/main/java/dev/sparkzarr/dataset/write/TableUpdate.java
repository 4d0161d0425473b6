package dev.sparkzarr.dataset.write;

import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.commit.ArrayChange;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import java.util.List;

/**
 * What a write does to a table that is there. Immutable.
 *
 * @param layout the arrays that rows are written to, as they are afterwards, and all values of the
 *     dimensions, those that are there and those that come. Columns that are no array here are not
 *     written
 * @param changes of all arrays that the write touches, in the order in which documents are put
 * @param removed nodes that are no more afterwards
 * @param before lengths of the dimensions as they are
 * @param box where rows may lie: a range of indexes of each dimension
 */
public record TableUpdate(
    TableLayout layout,
    List<ArrayChange> changes,
    List<NodePath> removed,
    Shape before,
    Region box) {
  public TableUpdate {
    changes = List.copyOf(changes);
    removed = List.copyOf(removed);
  }
}
