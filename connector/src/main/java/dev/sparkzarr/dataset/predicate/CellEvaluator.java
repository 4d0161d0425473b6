package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.TileColumn;
import java.util.List;

/** Evaluates expressions over the cells of one tile after the other. For one thread. */
public final class CellEvaluator {
  private final Scratch scratch = new Scratch();
  private final List<ColumnInput> inputs;
  private int rows;

  /**
   * @param columns by the positions that expressions name them by
   */
  public CellEvaluator(List<? extends TileColumn> columns) {
    inputs = columns.stream().map(column -> new ColumnInput(column, scratch)).toList();
  }

  /** Says that the columns' reader stands on another tile. */
  public void moveTo(int newRows) {
    rows = newRows;
    scratch.forget();
    inputs.forEach(ColumnInput::forget);
  }

  /**
   * @param expression that is total ({@link CellExpressions#isTotal})
   * @return its values for the tile's cells; valid until the next tile, not to be modified
   */
  public Values evaluate(CellExpression expression) {
    return evaluate(expression, CellBlock.cells(inputs, rows, scratch));
  }

  /**
   * Computes an expression once for all cells of the tile, where it is one value because no chunk
   * is stored for any of its columns.
   *
   * @param expression that is total
   * @param columns of the expression, {@link CellExpressions#columns}
   * @return one value; null where the cells may differ
   */
  public Values fill(CellExpression expression, int[] columns) {
    for (int column : columns) {
      if (inputs.get(column).fill() == null) {
        return null;
      }
    }
    return evaluate(expression, CellBlock.fill(inputs, scratch));
  }

  private static Values evaluate(CellExpression expression, CellBlock block) {
    Values values = ((Node) expression).evaluate(block);
    if (block.isRefused()) {
      throw new DatasetException(
          "Cannot compute "
              + expression
              + ": Spark could raise an error for it. Set the option aggregatePushdown to false.");
    }
    return values;
  }
}
