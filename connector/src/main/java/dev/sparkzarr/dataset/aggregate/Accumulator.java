package dev.sparkzarr.dataset.aggregate;

/** What one function has of every group of a partition so far. For one thread. */
abstract sealed class Accumulator permits DoubleSums, LongSums, DoubleExtremes, LongExtremes {
  /** Takes a tile's values in. */
  abstract void add(TileRuns runs, MeasureValues measured);

  /**
   * Writes results as {@link dev.sparkzarr.dataset.ColumnType} has them.
   *
   * @param first group
   * @param count how many
   * @param bytes receives them from 0 on
   */
  abstract void write(int first, int count, byte[] bytes);
}
