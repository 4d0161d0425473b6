package dev.sparkzarr.dataset.predicate;

/**
 * The value of a column of cells.
 *
 * @param input position of the column among those that cells are evaluated with
 */
record ColumnValue(int input, ValueType type) implements Node {
  @Override
  public Values evaluate(Block block) {
    if (block instanceof CellBlock cells) {
      return cells.input(input);
    }
    throw new IllegalArgumentException("no column on an axis: " + this);
  }
}
