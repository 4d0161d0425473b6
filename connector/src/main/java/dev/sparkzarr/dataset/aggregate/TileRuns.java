package dev.sparkzarr.dataset.aggregate;

/**
 * Cuts the cells of a tile into runs whose groups need no look-up for each cell. All runs of a tile
 * are of one kind. Allocates nothing that grows once it has seen the largest tile. For one thread.
 */
final class TileRuns {
  /** What the groups of a run's cells are. */
  enum Kind {
    /** All one. */
    FOLD,
    /** One after the other. */
    STEP,
    /** The run's, and what {@link #offset} adds for each cell. */
    SCATTER
  }

  /** Shorter runs of one group are not worth a loop each. */
  private static final int WORTH_FOLDING = 4;

  private final LocalGroups groups;
  private final long[] at;
  private int[] starts = new int[64];
  private int[] bases = new int[64];
  private int[] offsets = new int[0];

  /** What each cell adds to its run's base: {@link #offsets}, or the groups of all cells. */
  private int[] shown = offsets;

  private Kind kind;
  private int count;

  TileRuns(LocalGroups groups) {
    this.groups = groups;
    this.at = new long[groups.rank()];
  }

  /** Cuts a tile, given by the ordinals of its indexes. */
  void cut(long[] from, long[] to) {
    count = 0;
    kind = Kind.FOLD;
    int d = groups.rank() - 1;
    int length = 1;
    // inner dimensions whose indexes are all of one group
    while (d >= 0 && (groups.count(d) == 1 || to[d] - from[d] == 1)) {
      length *= (int) (to[d] - from[d]);
      d--;
    }
    int cut = -1;
    if (length == 1 && d >= 0) {
      length = (int) (to[d] - from[d]);
      if (groups.stride(d) == 1 && isRising(d, from[d], to[d])) {
        kind = Kind.STEP;
        d--;
        while (d >= 0 && continues(d, from, to)) {
          length *= (int) (to[d] - from[d]);
          d--;
        }
      } else {
        cut = d;
        d--;
        if (pieces(cut, from[cut], to[cut]) * WORTH_FOLDING > length) {
          kind = Kind.SCATTER;
          scatter(cut, from[cut], length);
        }
      }
    }
    int fixed = 0;
    for (int inner = d + 1; inner < groups.rank(); inner++) {
      fixed += inner == cut ? 0 : groups.at(inner, from[inner]) * groups.stride(inner);
    }
    outer(from, to, d, length, fixed, kind == Kind.FOLD ? cut : -1);
  }

  private boolean isRising(int d, long from, long to) {
    for (long i = from + 1; i < to; i++) {
      if (groups.at(d, i) != groups.at(d, i - 1) + 1) {
        return false;
      }
    }
    return true;
  }

  /** Whether the groups of a dimension's next index follow those of all inner ones. */
  private boolean continues(int d, long[] from, long[] to) {
    return to[d + 1] - from[d + 1] == groups.count(d + 1) && isRising(d, from[d], to[d]);
  }

  private int pieces(int d, long from, long to) {
    int pieces = 1;
    for (long i = from + 1; i < to; i++) {
      pieces += groups.at(d, i) == groups.at(d, i - 1) ? 0 : 1;
    }
    return pieces;
  }

  private void scatter(int d, long from, int length) {
    if (offsets.length < length) {
      offsets = new int[length];
    }
    for (int i = 0; i < length; i++) {
      offsets[i] = groups.at(d, from + i) * groups.stride(d);
    }
    shown = offsets;
  }

  /**
   * Says the group of each cell.
   *
   * @param cellGroups receives them
   */
  void expand(int[] cellGroups) {
    for (int run = 0; run < count; run++) {
      int from = starts[run];
      int base = bases[run];
      for (int i = from; i < starts[run + 1]; i++) {
        cellGroups[i] =
            switch (kind) {
              case FOLD -> base;
              case STEP -> base + i - from;
              case SCATTER -> base + shown[i - from];
            };
      }
    }
  }

  /**
   * Cuts the tile anew.
   *
   * @param cellGroups the group of each cell; not modified until the next tile
   */
  void cut(int[] cellGroups, int rows) {
    int pieces = 1;
    for (int i = 1; i < rows; i++) {
      pieces += cellGroups[i] == cellGroups[i - 1] ? 0 : 1;
    }
    count = 0;
    if (pieces * WORTH_FOLDING > rows) {
      kind = Kind.SCATTER;
      shown = cellGroups;
      add(0, 0);
    } else {
      kind = Kind.FOLD;
      for (int i = 0; i < rows; i++) {
        if (i == 0 || cellGroups[i] != cellGroups[i - 1]) {
          add(i, cellGroups[i]);
        }
      }
    }
    add(rows, 0);
    count--;
  }

  /** Goes over all indexes of dimensions 0 to {@code last}, a run or several for each. */
  private void outer(long[] from, long[] to, int last, int length, int fixed, int folded) {
    System.arraycopy(from, 0, at, 0, at.length);
    int start = 0;
    while (true) {
      int base = fixed;
      for (int d = 0; d <= last; d++) {
        base += groups.at(d, at[d]) * groups.stride(d);
      }
      if (folded < 0) {
        add(start, base);
      } else {
        fold(folded, from[folded], length, start, base);
      }
      start += length;
      int d = last;
      while (d >= 0 && ++at[d] == to[d]) {
        at[d] = from[d];
        d--;
      }
      if (d < 0) {
        break;
      }
    }
    add(start, 0);
    count--;
  }

  private void fold(int d, long from, int length, int start, int base) {
    int before = -1;
    for (int i = 0; i < length; i++) {
      int group = groups.at(d, from + i);
      if (group != before) {
        add(start + i, base + group * groups.stride(d));
        before = group;
      }
    }
  }

  private void add(int start, int base) {
    if (count == starts.length) {
      starts = java.util.Arrays.copyOf(starts, 2 * count);
      bases = java.util.Arrays.copyOf(bases, 2 * count);
    }
    starts[count] = start;
    bases[count] = base;
    count++;
  }

  Kind kind() {
    return kind;
  }

  /**
   * @return how many runs there are
   */
  int count() {
    return count;
  }

  /**
   * @return the run's first cell in the tile; behind the last run, the number of all cells
   */
  int start(int run) {
    return starts[run];
  }

  /**
   * @return the group of the run's first cell, without its offset when they scatter
   */
  int base(int run) {
    return bases[run];
  }

  /**
   * @return what each cell of a run adds to its base, from 0; only when they scatter
   */
  int[] offsets() {
    return shown;
  }
}
