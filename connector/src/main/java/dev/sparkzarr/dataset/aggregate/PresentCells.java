package dev.sparkzarr.dataset.aggregate;

/**
 * How many cells of each group have a value of one column. All have, until a missing one is met:
 * only those are counted, so that a column without any costs nothing. For one thread.
 */
final class PresentCells {
  private final LocalGroups groups;
  private long[] missing;

  PresentCells(LocalGroups groups) {
    this.groups = groups;
  }

  void add(TileRuns runs, MeasureValues measured) {
    if (measured.missingCount() == 0) {
      return;
    }
    if (missing == null) {
      missing = new long[groups.total()];
    }
    boolean[] flags = measured.missing();
    int[] offsets = runs.offsets();
    for (int run = 0; run < runs.count(); run++) {
      int from = runs.start(run);
      int count = runs.start(run + 1) - from;
      int base = runs.base(run);
      for (int i = 0; i < count; i++) {
        if (flags[from + i]) {
          int group =
              switch (runs.kind()) {
                case FOLD -> base;
                case STEP -> base + i;
                case SCATTER -> base + offsets[i];
              };
          missing[group]++;
        }
      }
    }
  }

  /** How many of a group's cells have a value. */
  long of(int group) {
    return groups.cells(group) - (missing == null ? 0 : missing[group]);
  }
}
