package dev.sparkzarr.dataset.predicate;

/**
 * An expression over the values of one axis, worth what Spark SQL would compute for it on each row.
 * Made by {@link AxisExpressions}; immutable and safe for many threads.
 */
public sealed interface AxisExpression permits Node {
  /**
   * @return what it is worth
   */
  ValueType type();
}
