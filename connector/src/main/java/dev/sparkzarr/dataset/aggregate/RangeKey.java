package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.predicate.CellExpression;
import dev.sparkzarr.dataset.predicate.WholeRange;
import java.util.List;

/**
 * A key that is a truth or one of few whole numbers, for each cell: the group is the value, counted
 * from the least. Some values outside of the range are taken as well, each with a number of its
 * own: attributes state ranges that data do not always keep.
 *
 * @param name for messages
 * @param expression over the columns of the scan
 * @param range of the values, at most {@link #MOST_VALUES}
 */
public record RangeKey(String name, CellExpression expression, WholeRange range)
    implements CellKeys {
  /** Values of the widest range: those of 16 bits. */
  public static final int MOST_VALUES = 1 << 16;

  /** Values outside of the range that one partition takes. */
  static final int MOST_OTHERS = 64;

  @Override
  public List<CellExpression> expressions() {
    return List.of(expression);
  }

  /** Each value, NULL, and others. */
  int count() {
    return (int) range.size() + 1 + MOST_OTHERS;
  }

  @Override
  public double groups(List<IndexSet> within) {
    return count();
  }

  @Override
  public double bytes(List<IndexSet> within) {
    return 0;
  }
}
