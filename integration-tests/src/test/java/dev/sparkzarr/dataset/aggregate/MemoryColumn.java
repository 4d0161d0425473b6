package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.TileColumn;

/** Floats as they stand in a decoded chunk; NaN is missing. */
final class MemoryColumn extends TileColumn {
  void moveTo(byte[] chunk, int newStart, int newCount) {
    bytes = chunk;
    start = newStart;
    count = newCount;
  }

  @Override
  public ColumnType type() {
    return ColumnType.FLOAT32;
  }

  @Override
  public NullRule nulls() {
    return NullRule.NAN;
  }

  @Override
  public CalendarText calendarText() {
    return null;
  }

  @Override
  public void load() {
    // is there
  }
}
