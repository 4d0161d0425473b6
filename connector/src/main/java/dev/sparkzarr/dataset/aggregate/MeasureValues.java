package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.predicate.Values;
import java.util.Arrays;

/**
 * What is measured in one tile, with something harmless where it is NULL, so that loops need not
 * ask. For one thread.
 */
final class MeasureValues {
  private double[] filledDoubles = new double[0];
  private long[] filledLongs = new long[0];
  private boolean[] joined = new boolean[0];
  private boolean[] within = new boolean[0];
  private Values values;
  private double[] doubles;
  private long[] longs;
  private boolean[] nulls;
  private boolean[] missing;
  private boolean isUniform;
  private int count;
  private int nullCount;
  private int missingCount;

  /**
   * Takes a tile's values.
   *
   * @param outside which cells do not count; null when all do
   * @param left how many do not
   */
  void set(Values tile, boolean[] outside, int left, int rows) {
    values = tile;
    isUniform = false;
    longs = tile.longs();
    count = rows;
    nulls = tile.nulls();
    missing = nulls;
    if (nulls != null && outside != null) {
      separate(outside, left);
    } else {
      nullCount = nulls == null ? 0 : flagged(nulls);
      missing = outside == null ? nulls : outside;
      missingCount = outside == null ? nullCount : left;
    }
  }

  /** Tells cells that count and are NULL from those that do not count. */
  private void separate(boolean[] outside, int left) {
    boolean[] either = reserveJoined();
    if (within.length < count) {
      within = new boolean[count];
    }
    for (int i = 0; i < count; i++) {
      either[i] = nulls[i] | outside[i];
      within[i] = nulls[i] & !outside[i];
    }
    missing = either;
    missingCount = flagged(either);
    nulls = within;
    nullCount = missingCount - left;
  }

  private int flagged(boolean[] flags) {
    int flagged = 0;
    for (int i = 0; i < count; i++) {
      flagged += flags[i] ? 1 : 0;
    }
    return flagged;
  }

  /**
   * Takes one value for all cells of a tile, all of which count.
   *
   * @param one value, at index 0
   */
  void setAll(Values one, int rows) {
    values = null;
    isUniform = true;
    count = rows;
    boolean isNull = one.nulls() != null && one.nulls()[0];
    nullCount = isNull ? rows : 0;
    missingCount = nullCount;
    missing = null;
    if (isNull) {
      missing = reserveJoined();
      Arrays.fill(missing, 0, rows, true);
    }
    nulls = missing;
    doubles = one.doubles();
    if (doubles != null) {
      doubles = reserveDoubles();
      Arrays.fill(doubles, 0, rows, one.doubles()[0]);
    }
    longs = one.longs();
    if (longs != null) {
      longs = reserveLongs();
      Arrays.fill(longs, 0, rows, one.longs()[0]);
    }
  }

  /** Whether all cells have the same value, or none has one. */
  boolean isUniform() {
    return isUniform;
  }

  /** How many cells that count are NULL. */
  int nullCount() {
    return nullCount;
  }

  /** Which these are; only when there are some. */
  boolean[] nulls() {
    return nulls;
  }

  /** How many cells have no value that counts. */
  int missingCount() {
    return missingCount;
  }

  /** Whether no cell has a value that counts. */
  boolean isEmpty() {
    return missingCount == count;
  }

  /** Which cells have no value that counts; only when some have none. */
  boolean[] missing() {
    return missing;
  }

  /**
   * The values of floats; where one is missing, it means nothing.
   *
   * @return not to be modified, and valid until the next tile
   */
  double[] doubles() {
    return values == null ? doubles : values.doubles();
  }

  /**
   * The values of what is no float; where one is missing, it means nothing.
   *
   * @return not to be modified, and valid until the next tile
   */
  long[] longs() {
    return longs;
  }

  /**
   * The values of floats.
   *
   * @param instead what stands where one is NULL
   * @return not to be modified, and valid until this is asked again
   */
  double[] doubles(double instead) {
    if (missingCount == 0) {
      return doubles();
    }
    double[] filled = reserveDoubles();
    float[] singles = values == null ? null : values.floats();
    if (singles != null) {
      for (int i = 0; i < count; i++) {
        filled[i] = missing[i] ? instead : singles[i];
      }
    } else {
      double[] all = doubles();
      for (int i = 0; i < count; i++) {
        filled[i] = missing[i] ? instead : all[i];
      }
    }
    return filled;
  }

  /**
   * The values of what is no float.
   *
   * @param instead what stands where one is NULL
   * @return not to be modified, and valid until this is asked again
   */
  long[] longs(long instead) {
    if (missingCount == 0) {
      return longs;
    }
    long[] filled = reserveLongs();
    for (int i = 0; i < count; i++) {
      filled[i] = missing[i] ? instead : longs[i];
    }
    return filled;
  }

  private double[] reserveDoubles() {
    if (filledDoubles.length < count) {
      filledDoubles = new double[count];
    }
    return filledDoubles;
  }

  private long[] reserveLongs() {
    if (filledLongs.length < count) {
      filledLongs = new long[count];
    }
    return filledLongs;
  }

  private boolean[] reserveJoined() {
    if (joined.length < count) {
      joined = new boolean[count];
    }
    return joined;
  }
}
