package dev.sparkzarr.dataset.predicate;

import java.io.Serializable;

/**
 * An expression over the values of a cell, worth what Spark SQL would compute for it on each row:
 * over the value of one axis, or over the values of columns. Made by {@link CellExpressions};
 * immutable and safe for many threads.
 */
public sealed interface CellExpression extends Serializable permits Node {
  /**
   * @return what it is worth
   */
  ValueType type();
}
