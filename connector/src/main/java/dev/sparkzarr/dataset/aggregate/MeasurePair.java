package dev.sparkzarr.dataset.aggregate;

/** Everything that is asked of two measures together. For one thread. */
final class MeasurePair {
  private final Measure x;
  private final Measure y;
  private Comoments comoments;

  /**
   * @param x the first measure
   * @param y the second
   */
  MeasurePair(Measure x, Measure y) {
    this.x = x;
    this.y = y;
  }

  /** Makes room for so many groups. */
  void start(int groups) {
    comoments = new Comoments(groups);
  }

  /** Takes in the tile that both measures did. */
  void add(TileRuns runs) {
    comoments.add(runs, x.values(), y.values());
  }

  Comoments comoments() {
    return comoments;
  }
}
