package dev.sparkzarr.dataset.aggregate;

/** What one function has of every group of a partition so far. For one thread. */
abstract sealed class Accumulator permits DoubleSums, LongSums, DoubleExtremes, LongExtremes {
  /** Takes a tile's values in. */
  abstract void add(TileRuns runs, MeasureValues measured);

  /**
   * Writes a group's result as {@link dev.sparkzarr.dataset.ColumnType} has it.
   *
   * @param bytes receives it as its element {@code at}
   */
  abstract void write(int group, byte[] bytes, int at);
}
