package dev.sparkzarr.dataset.predicate;

import java.util.List;

/** The cells of a tile, or one that stands for all of them. For one thread. */
final class CellBlock extends Block {
  private final List<ColumnInput> inputs;
  private final int count;
  private final boolean isFill;

  private CellBlock(List<ColumnInput> inputs, int count, boolean isFill, Scratch scratch) {
    super(scratch);
    this.inputs = inputs;
    this.count = count;
    this.isFill = isFill;
  }

  static CellBlock cells(List<ColumnInput> inputs, int count, Scratch scratch) {
    return new CellBlock(inputs, count, false, scratch);
  }

  /** One cell, of the value that all have; of columns that have one. */
  static CellBlock fill(List<ColumnInput> inputs, Scratch scratch) {
    return new CellBlock(inputs, 1, true, scratch);
  }

  /** The values of a column; not to be modified. */
  Values input(int column) {
    return isFill ? inputs.get(column).fill() : inputs.get(column).values(count);
  }

  @Override
  int count() {
    return count;
  }
}
