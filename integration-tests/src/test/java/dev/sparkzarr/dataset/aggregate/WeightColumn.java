package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.TileColumn;

/** What was computed along the rows of a grid, spread over the cells of a tile when it is asked. */
final class WeightColumn extends TileColumn {
  private final double[] weights;
  private final int columns;
  private int row;

  WeightColumn(double[] weights, int columns) {
    this.weights = weights;
    this.columns = columns;
    bytes = new byte[Double.BYTES * weights.length * columns];
  }

  void moveTo(int newRow, int newCount) {
    row = newRow;
    count = newCount;
  }

  @Override
  public ColumnType type() {
    return ColumnType.FLOAT64;
  }

  @Override
  public NullRule nulls() {
    return NullRule.NONE;
  }

  @Override
  public CalendarText calendarText() {
    return null;
  }

  @Override
  public void load() {
    for (int at = 0, r = row; at < count; r++) {
      for (int i = 0; i < columns; i++, at++) {
        LittleEndian.float64(bytes, at, weights[r]);
      }
    }
  }
}
