package dev.sparkzarr.dataset.predicate;

import java.util.List;

/** The cells of a tile. For one thread. */
final class CellBlock extends Block {
  private final List<ColumnInput> inputs;
  private final int count;

  CellBlock(List<ColumnInput> inputs, int count) {
    this.inputs = inputs;
    this.count = count;
  }

  /** The values of a column; not to be modified. */
  Values input(int column) {
    return inputs.get(column).values(count);
  }

  @Override
  int count() {
    return count;
  }
}
