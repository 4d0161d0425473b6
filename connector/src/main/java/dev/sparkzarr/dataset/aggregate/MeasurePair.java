package dev.sparkzarr.dataset.aggregate;

/**
 * Everything that is asked of two measures together.
 *
 * @param x the first measure
 * @param y the second
 */
record MeasurePair(Measure x, Measure y, Comoments comoments) {
  /** Takes in the tile that both measures did. */
  void add(TileRuns runs) {
    comoments.add(runs, x.values(), y.values());
  }
}
