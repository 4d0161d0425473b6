package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.TileColumn;
import java.util.List;

/** Evaluates expressions over the cells of one tile after the other. For one thread. */
public final class CellEvaluator {
  private final List<ColumnInput> inputs;
  private int rows;

  /**
   * @param columns by the positions that expressions name them by
   */
  public CellEvaluator(List<? extends TileColumn> columns) {
    inputs = columns.stream().map(ColumnInput::new).toList();
  }

  /** Says that the columns' reader stands on another tile. */
  public void moveTo(int newRows) {
    rows = newRows;
    inputs.forEach(ColumnInput::forget);
  }

  /**
   * @param expression that is total ({@link CellExpressions#isTotal})
   * @return its values for the tile's cells; valid until the next tile, not to be modified
   */
  public Values evaluate(CellExpression expression) {
    CellBlock block = new CellBlock(inputs, rows);
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
