package dev.sparkzarr.dataset.aggregate;

/** What one function has of every group of a partition so far. For one thread. */
abstract sealed class Accumulator
    permits DoubleSums, LongSums, DoubleExtremes, LongExtremes, DistinctCodes, Moments {
  /** Takes a tile's values in. */
  abstract void add(TileRuns runs, MeasureValues measured);

  /**
   * Writes a group's result as {@link dev.sparkzarr.dataset.ColumnType} has it.
   *
   * @param function that is asked for, of those that come from what is held
   * @param bytes receives it as its element {@code at}
   */
  abstract void write(Aggregate.Function function, int group, byte[] bytes, int at);
}
