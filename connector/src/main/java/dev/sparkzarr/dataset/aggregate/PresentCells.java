package dev.sparkzarr.dataset.aggregate;

/**
 * How many cells of each group count: have a value of one measure, or pass a filter. All do, until
 * one is met that does not: only those are counted, so that nothing missing costs nothing. For one
 * thread.
 */
final class PresentCells {
  private final LocalGroups groups;
  private long[] missing;

  PresentCells(LocalGroups groups) {
    this.groups = groups;
  }

  void add(TileRuns runs, MeasureValues measured) {
    if (measured.isEmpty()) {
      without(runs);
    } else if (measured.missingCount() > 0) {
      without(runs, measured.missing());
    }
  }

  /** Counts all cells of a tile as cells that do not. */
  void without(TileRuns runs) {
    reserve();
    int[] offsets = runs.offsets();
    for (int run = 0; run < runs.count(); run++) {
      int count = runs.start(run + 1) - runs.start(run);
      int base = runs.base(run);
      switch (runs.kind()) {
        case FOLD -> missing[base] += count;
        case STEP -> {
          for (int i = 0; i < count; i++) {
            missing[base + i]++;
          }
        }
        case SCATTER -> {
          for (int i = 0; i < count; i++) {
            missing[base + offsets[i]]++;
          }
        }
      }
    }
  }

  private void reserve() {
    if (missing == null) {
      missing = new long[groups.total()];
    }
  }

  /** Counts cells that do not. */
  void without(TileRuns runs, boolean[] flags) {
    reserve();
    int[] offsets = runs.offsets();
    for (int run = 0; run < runs.count(); run++) {
      int from = runs.start(run);
      int count = runs.start(run + 1) - from;
      int base = runs.base(run);
      switch (runs.kind()) {
        case FOLD -> {
          int without = 0;
          for (int i = 0; i < count; i++) {
            without += flags[from + i] ? 1 : 0;
          }
          missing[base] += without;
        }
        case STEP -> {
          for (int i = 0; i < count; i++) {
            missing[base + i] += flags[from + i] ? 1 : 0;
          }
        }
        case SCATTER -> {
          for (int i = 0; i < count; i++) {
            missing[base + offsets[i]] += flags[from + i] ? 1 : 0;
          }
        }
      }
    }
  }

  /** How many of a group's cells have a value. */
  long of(int group) {
    return groups.cells(group) - (missing == null ? 0 : missing[group]);
  }
}
