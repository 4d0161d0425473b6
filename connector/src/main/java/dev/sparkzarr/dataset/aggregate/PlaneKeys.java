package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.ScanColumn;
import dev.sparkzarr.dataset.predicate.CellExpression;
import java.util.List;

/**
 * Keys that vary along some of the dimensions only: a scalar, a coordinate along a dimension that
 * has another name, two-dimensional latitudes, a land mask. A partition reads them once, numbers
 * their combinations as they come, and looks the number of a cell up.
 *
 * @param dimensions positions of these dimensions in the table, ascending
 * @param inputs the columns that expressions name by position; none varies along other dimensions
 * @param expressions the keys
 * @param most combinations that their values have at all; infinite when that is not known
 */
public record PlaneKeys(
    List<Integer> dimensions,
    List<ScanColumn> inputs,
    List<CellExpression> expressions,
    double most)
    implements CellKeys {
  /** A number, its slot in a table that is at most half full, and both again while they grow. */
  private static final int NUMBERING_BYTES = 48;

  public PlaneKeys {
    dimensions = List.copyOf(dimensions);
    inputs = List.copyOf(inputs);
    expressions = List.copyOf(expressions);
  }

  /**
   * @return selected cells along the dimensions
   */
  public double cells(List<IndexSet> within) {
    double cells = 1;
    for (int dimension : dimensions) {
      cells *= within.get(dimension).size();
    }
    return cells;
  }

  @Override
  public double groups(List<IndexSet> within) {
    return Math.min(cells(within), most);
  }

  @Override
  public double bytes(List<IndexSet> within) {
    int numberings = 2 * expressions.size() - 1; // each key, and one more with those before
    return cells(within) * Integer.BYTES + groups(within) * NUMBERING_BYTES * numberings;
  }
}
