package dev.sparkzarr.dataset.predicate;

import java.io.Serializable;

/**
 * Which rows of a partition are wanted, by what their cells hold. Immutable; travels to executors.
 *
 * @param condition that every row has to pass, total; null when there is none
 * @param top of the rows that pass, those that can be among the first of an order; null when all
 *     are wanted
 */
public record TileFilter(CellExpression condition, TopRows top) implements Serializable {
  /** Every row. */
  public static final TileFilter NONE = new TileFilter(null, null);

  boolean isNone() {
    return condition == null && top == null;
  }
}
