package dev.sparkzarr.dataset.predicate;

import java.io.Serializable;

/**
 * The first rows of an order, in Spark's sense of it: NaN is above all other values, -0.0 equals
 * 0.0. Immutable.
 *
 * @param key what rows are ordered by: total, and of a kind that {@link #supports} knows
 * @param direction of the values that are not NULL
 * @param nulls where NULLs come
 * @param ties what becomes of rows that are equal to the last of those wanted
 * @param rows how many are wanted, 1 to {@link #MOST}
 */
public record TopRows(CellExpression key, Direction direction, Nulls nulls, Ties ties, int rows)
    implements Serializable {
  /** More rows than this are for a sort. */
  public static final int MOST = 10_000;

  /** Which values come first. */
  public enum Direction {
    ASCENDING,
    DESCENDING
  }

  /** Where NULLs come, whatever the direction. */
  public enum Nulls {
    FIRST,
    LAST
  }

  /** Rows that are equal by the key. */
  public enum Ties {
    /** As many as are wanted, whichever they are. */
    ENOUGH,
    /** All of them: another key decides. */
    ALL
  }

  public TopRows {
    if (rows < 1 || rows > MOST) {
      throw new IllegalArgumentException("first " + rows + " rows");
    }
  }

  /**
   * @return whether rows can be ordered by values of a type
   */
  public static boolean supports(ValueType type) {
    return type.form() != ValueType.Form.OBJECTS;
  }
}
