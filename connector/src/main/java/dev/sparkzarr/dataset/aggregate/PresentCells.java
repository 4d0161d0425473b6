package dev.sparkzarr.dataset.aggregate;

/**
 * How many cells of each group count: pass a filter, or of those that pass, have a value of one
 * measure. All do, until one is met that does not: only those are counted, so that nothing missing
 * costs nothing. For one thread.
 */
final class PresentCells {
  private final LocalGroups groups;
  private final PresentCells among;
  private long[] missing;

  /** Among all cells of the groups. */
  PresentCells(LocalGroups groups) {
    this(groups, null);
  }

  /**
   * @param among which cells these are counted; null for all
   */
  PresentCells(LocalGroups groups, PresentCells among) {
    this.groups = groups;
    this.among = among;
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

  /**
   * Counts cells that do not.
   *
   * @param flags which these are
   * @param flagged how many
   */
  void without(TileRuns runs, boolean[] flags, int flagged) {
    reserve();
    if (runs.kind() == TileRuns.Kind.FOLD && runs.count() == 1) {
      missing[runs.base(0)] += flagged;
      return;
    }
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

  /** How many of a group's cells count. */
  long of(int group) {
    long all = among == null ? groups.cells(group) : among.of(group);
    return all - (missing == null ? 0 : missing[group]);
  }
}
