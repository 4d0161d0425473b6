package dev.sparkzarr.dataset.predicate;

/** Some cells that an expression is evaluated for at a time. For one thread. */
abstract sealed class Block permits AxisBlock, CellBlock {
  private boolean refused;

  /** How many there are. */
  abstract int count();

  /** Says that Spark could raise an error here, so that the expression cannot be answered. */
  final void refuse() {
    refused = true;
  }

  final boolean isRefused() {
    return refused;
  }
}
