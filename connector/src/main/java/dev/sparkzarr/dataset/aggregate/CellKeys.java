package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.predicate.CellExpression;
import java.io.Serializable;
import java.util.List;

/**
 * Grouping keys that the index along one dimension does not tell, numbered together. Immutable;
 * travels to executors.
 */
public sealed interface CellKeys extends Serializable permits PlaneKeys, RangeKey {
  /**
   * @return the keys, none of them a text or a decimal; total
   */
  List<CellExpression> expressions();

  /**
   * @param within the selected indexes of each dimension in a partition
   * @return groups that these keys make of its cells at most
   */
  double groups(List<IndexSet> within);

  /**
   * @param within the selected indexes of each dimension in a partition
   * @return bytes that numbering the groups takes at most, accumulators not counted
   */
  double bytes(List<IndexSet> within);
}
