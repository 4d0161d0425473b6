package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import java.io.Serializable;
import java.util.Optional;

/**
 * A dimension of a table that is to be written. Immutable.
 *
 * @param name of the dimension, and of its coordinate
 * @param column position among the columns of the rows
 * @param columnName as the rows have it
 * @param type of the column's values
 * @param isIndex whether it gets no coordinate: its values are 0..n-1
 * @param given its axis, where it is known before the rows are; null where rows have to be asked
 * @param order in which values that rows are asked for are to stand
 */
public record DraftDimension(
    String name,
    int column,
    String columnName,
    ColumnType type,
    boolean isIndex,
    Axis given,
    AxisOrder order)
    implements Serializable {
  /**
   * @return its axis, where it is known before the rows are
   */
  public Optional<Axis> givenAxis() {
    return Optional.ofNullable(given);
  }

  /** Why a row without a value is refused. */
  String missing(String what) {
    return "column '"
        + columnName
        + "' of dimension '"
        + name
        + "' is "
        + what
        + " in a row, so that the row cannot be told where it belongs. Drop such rows, for example"
        + " with .where(\""
        + columnName
        + " IS NOT NULL\"), or give them a value.";
  }
}
