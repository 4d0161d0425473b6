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
  private double[] doubles;
  private long[] longs;
  private boolean[] nulls;
  private boolean isUniform;
  private int count;
  private int missing;

  /**
   * Takes a tile's values.
   *
   * @param outside which cells do not count; null when all do
   */
  void set(Values values, boolean[] outside, int rows) {
    isUniform = false;
    doubles = values.doubles();
    longs = values.longs();
    count = rows;
    nulls = values.nulls();
    if (outside != null) {
      nulls = nulls == null ? outside : either(nulls, outside);
    }
    missing = 0;
    if (nulls != null) {
      for (int i = 0; i < count; i++) {
        missing += nulls[i] ? 1 : 0;
      }
    }
  }

  /**
   * Takes one value for all cells of a tile, all of which count.
   *
   * @param one value, at index 0
   */
  void setAll(Values one, int rows) {
    isUniform = true;
    count = rows;
    boolean isNull = one.nulls() != null && one.nulls()[0];
    missing = isNull ? rows : 0;
    nulls = null;
    if (isNull) {
      nulls = reserveJoined();
      Arrays.fill(nulls, 0, rows, true);
    }
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

  private boolean[] either(boolean[] one, boolean[] other) {
    boolean[] either = reserveJoined();
    for (int i = 0; i < count; i++) {
      either[i] = one[i] || other[i];
    }
    return either;
  }

  /** Whether all cells have the same value, or none has one. */
  boolean isUniform() {
    return isUniform;
  }

  /** How many cells have no value that counts. */
  int missingCount() {
    return missing;
  }

  /** Whether no cell has a value that counts. */
  boolean isEmpty() {
    return missing == count;
  }

  /** Which cells have no value that counts; only when some have none. */
  boolean[] missing() {
    return nulls;
  }

  /**
   * The values of floats; where one is missing, it means nothing.
   *
   * @return not to be modified, and valid until the next tile
   */
  double[] doubles() {
    return doubles;
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
    if (missing == 0) {
      return doubles;
    }
    double[] filled = reserveDoubles();
    for (int i = 0; i < count; i++) {
      filled[i] = nulls[i] ? instead : doubles[i];
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
    if (missing == 0) {
      return longs;
    }
    long[] filled = reserveLongs();
    for (int i = 0; i < count; i++) {
      filled[i] = nulls[i] ? instead : longs[i];
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
