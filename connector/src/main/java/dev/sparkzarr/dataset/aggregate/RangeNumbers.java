package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.predicate.CellEvaluator;
import dev.sparkzarr.dataset.predicate.Values;

/** Numbers values of a range by themselves: no look-up, but for those that are not in it. */
final class RangeNumbers extends CellNumbers {
  private final RangeKey key;
  private final int span;
  private final long[] others = new long[RangeKey.MOST_OTHERS];
  private int otherCount;

  RangeNumbers(RangeKey key) {
    this.key = key;
    this.span = (int) key.range().size();
  }

  @Override
  void start() {}

  @Override
  int count() {
    return key.count();
  }

  @Override
  void add(
      long[] from,
      long[] to,
      CellEvaluator cells,
      boolean[] outside,
      int rows,
      int stride,
      int[] groups) {
    Values values = cells.evaluate(key.expression());
    long[] whole = values.longs();
    boolean[] nulls = values.nulls();
    long least = key.range().least();
    for (int i = 0; i < rows; i++) {
      long number = whole[i] - least;
      if (nulls != null && nulls[i] || outside != null && outside[i]) {
        number = span;
      } else if (number < 0 || number >= span) {
        number = other(whole[i]);
      }
      groups[i] += (int) number * stride;
    }
  }

  private int other(long value) {
    int at = 0;
    while (at < otherCount && others[at] != value) {
      at++;
    }
    if (at == RangeKey.MOST_OTHERS) {
      throw new DatasetException(
          "Cannot group by "
              + key.name()
              + ": a partition has more than "
              + RangeKey.MOST_OTHERS
              + " values outside of "
              + key.range().least()
              + " to "
              + key.range().greatest()
              + ", the range that the attributes of its array state. Set the option"
              + " aggregatePushdown to false.");
    }
    if (at == otherCount) {
      others[otherCount++] = value;
    }
    return span + 1 + at;
  }

  @Override
  boolean put(int number, int unused, byte[] bytes, int at) {
    if (number == span) {
      return false;
    }
    long value = number < span ? key.range().least() + number : others[number - span - 1];
    write(key.expression().type().stored().orElseThrow(), value, bytes, at);
    return true;
  }

  @Override
  public void close() {}
}
