package dev.sparkzarr.spark.write;

/** Gives a task's cells to what gathers them, part by part. For one thread at a time. */
interface CellFeed {
  /** Whether there are more. */
  boolean hasNext();

  /**
   * Gives the next cells: few enough that blocks may wait for it.
   *
   * @throws dev.sparkzarr.ZarrException when a row cannot be told where it belongs
   */
  void take();
}
