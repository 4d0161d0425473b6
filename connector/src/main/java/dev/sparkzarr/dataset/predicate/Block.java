package dev.sparkzarr.dataset.predicate;

/** Some cells that an expression is evaluated for at a time. For one thread. */
abstract sealed class Block permits AxisBlock, CellBlock {
  private final Scratch scratch;
  private boolean refused;

  /**
   * @param scratch where values find room, for as long as anybody needs them
   */
  Block(Scratch scratch) {
    this.scratch = scratch;
  }

  /** How many there are. */
  abstract int count();

  /** Where expressions compute their values. */
  final Scratch scratch() {
    return scratch;
  }

  /** Says that Spark could raise an error here, so that the expression cannot be answered. */
  final void refuse() {
    refused = true;
  }

  final boolean isRefused() {
    return refused;
  }
}
