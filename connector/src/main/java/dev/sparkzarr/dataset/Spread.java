package dev.sparkzarr.dataset;

import java.util.Arrays;

/**
 * Spreads the values of a column that varies along only some dimensions over a tile's rows:
 * broadcasting. Neighbouring dimensions of one sort are taken together as one <em>level</em>, so a
 * coordinate is at most: repeat each value, then repeat the run. Nothing is computed per row.
 * Allocates nothing after construction. For one thread.
 */
final class Spread {
  private final boolean[] varies;

  /** Levels from the outermost in: how many steps, and whether the values vary along them. */
  private int[] counts;

  private boolean[] varying;
  private int levels;
  private int[] nextCounts;
  private boolean[] nextVarying;

  /**
   * @param varies whether the column varies along each of the table's dimensions
   */
  Spread(boolean[] varies) {
    this.varies = varies;
    this.counts = new int[varies.length];
    this.varying = new boolean[varies.length];
    this.nextCounts = new int[varies.length];
    this.nextVarying = new boolean[varies.length];
  }

  /**
   * Takes the shape of a tile.
   *
   * @return whether what was spread for the tile before serves, if the values are the same: the
   *     levels are, except that the outermost repetition may be shorter
   */
  boolean reset(TileCursor tile) {
    int next = 0;
    for (int d = 0; d < varies.length; d++) {
      int count = (int) (tile.to[d] - tile.from[d]);
      if (count == 1) {
        continue;
      }
      if (next > 0 && nextVarying[next - 1] == varies[d]) {
        nextCounts[next - 1] *= count;
      } else {
        nextCounts[next] = count;
        nextVarying[next++] = varies[d];
      }
    }
    if (serves(next)) {
      return true;
    }
    int[] spareCounts = counts;
    boolean[] spareVarying = varying;
    counts = nextCounts;
    varying = nextVarying;
    nextCounts = spareCounts;
    nextVarying = spareVarying;
    levels = next;
    return false;
  }

  private boolean serves(int next) {
    if (next != levels || !Arrays.equals(varying, 0, levels, nextVarying, 0, levels)) {
      return false;
    }
    int fixed = levels > 0 && !varying[0] && nextCounts[0] <= counts[0] ? 1 : 0;
    return Arrays.equals(counts, fixed, levels, nextCounts, fixed, levels);
  }

  /**
   * @return whether there is anything to repeat; if not, the values are the rows already
   */
  boolean isNeeded() {
    return levels > 1 || levels == 1 && !varying[0];
  }

  /**
   * @return how many values there are to spread
   */
  int values() {
    int values = 1;
    for (int i = 0; i < levels; i++) {
      values *= varying[i] ? counts[i] : 1;
    }
    return values;
  }

  /**
   * @return how many rows they are spread over
   */
  int rows() {
    int rows = 1;
    for (int i = 0; i < levels; i++) {
      rows *= counts[i];
    }
    return rows;
  }

  /** Spreads values of {@code width} bytes from element {@code start} on, to element 0 on. */
  void spread(byte[] source, int start, byte[] target, int width) {
    level(0, source, start, target, 0, rows(), values(), width);
  }

  /** Spreads flags from index 0 on, to index 0 on. */
  void spread(boolean[] source, boolean[] target) {
    level(0, source, 0, target, 0, rows(), values(), 1);
  }

  private void level(
      int level, Object source, int start, Object target, int at, int rows, int values, int width) {
    if (level == levels || level == levels - 1 && varying[level]) {
      System.arraycopy(source, start * width, target, at * width, values * width);
      return;
    }
    int count = counts[level];
    int rowsBelow = rows / count;
    if (!varying[level]) {
      level(level + 1, source, start, target, at, rowsBelow, values, width);
      ElementCopy.repeatRun(target, at, rowsBelow, count, width);
    } else if (level == levels - 2) {
      repeatEach(source, start, target, at, count, rowsBelow, width);
    } else {
      int valuesBelow = values / count;
      for (int i = 0; i < count; i++) {
        level(
            level + 1,
            source,
            start + i * valuesBelow,
            target,
            at + i * rowsBelow,
            rowsBelow,
            valuesBelow,
            width);
      }
    }
  }

  private static void repeatEach(
      Object source, int start, Object target, int at, int count, int times, int width) {
    if (source instanceof byte[] bytes) {
      ElementCopy.repeatEach(bytes, start, (byte[]) target, at, count, times, width);
    } else {
      ElementCopy.repeatEach((boolean[]) source, start, (boolean[]) target, at, count, times);
    }
  }
}
