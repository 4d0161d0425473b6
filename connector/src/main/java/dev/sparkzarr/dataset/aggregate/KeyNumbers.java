package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.predicate.Values;

/**
 * Numbers the values of one key as they come. They are equal as Spark groups them: NULL equals
 * NULL, NaN equals NaN, and -0.0 equals 0.0. For one thread.
 */
final class KeyNumbers {
  private static final int NONE = -1;

  private final LongNumbers numbers = new LongNumbers();

  /** What NULL has: values that come after it have one more than among {@link #numbers}. */
  private int nullNumber = NONE;

  /** Numbers the value at {@code row}. */
  int number(Values values, int row) {
    boolean[] nulls = values.nulls();
    if (nulls != null && nulls[row]) {
      if (nullNumber == NONE) {
        nullNumber = numbers.count();
      }
      return nullNumber;
    }
    long bits =
        values.longs() != null
            ? values.longs()[row]
            : Double.doubleToLongBits(values.doubles()[row] + 0.0); // -0.0 becomes 0.0
    int number = numbers.number(bits);
    return nullNumber != NONE && number >= nullNumber ? number + 1 : number;
  }

  /**
   * @return how many there are, NULL among them
   */
  int count() {
    return numbers.count() + (nullNumber == NONE ? 0 : 1);
  }

  boolean isNull(int number) {
    return number == nullNumber;
  }

  /**
   * @return an integer, or the bits of a double; meaningless where it is NULL
   */
  long value(int number) {
    return numbers.value(nullNumber != NONE && number > nullNumber ? number - 1 : number);
  }
}
