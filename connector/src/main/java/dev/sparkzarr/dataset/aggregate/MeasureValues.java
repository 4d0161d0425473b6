package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.predicate.Values;

/**
 * What is measured in one tile, with something harmless where it is NULL, so that loops need not
 * ask. For one thread.
 */
final class MeasureValues {
  private long[] filledLongs = new long[0];
  private double[] filledDoubles = new double[0];
  private Values values;
  private boolean[] nulls;
  private boolean[] joined = new boolean[0];
  private int count;
  private int missing;

  /**
   * Takes a tile's values.
   *
   * @param outside which cells do not count; null when all do
   */
  void set(Values newValues, boolean[] outside, int rows) {
    values = newValues;
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

  private boolean[] either(boolean[] one, boolean[] other) {
    if (joined.length < count) {
      joined = new boolean[count];
    }
    for (int i = 0; i < count; i++) {
      joined[i] = one[i] || other[i];
    }
    return joined;
  }

  /** How many cells have no value that counts. */
  int missingCount() {
    return missing;
  }

  /** Which cells have no value that counts; only when some have none. */
  boolean[] missing() {
    return nulls;
  }

  /**
   * The values of floats.
   *
   * @param instead what stands where one is NULL
   * @return not to be modified, and valid until this is asked again
   */
  double[] doubles(double instead) {
    if (missing == 0) {
      return values.doubles();
    }
    if (filledDoubles.length < count) {
      filledDoubles = new double[count];
    }
    double[] present = values.doubles();
    for (int i = 0; i < count; i++) {
      filledDoubles[i] = nulls[i] ? instead : present[i];
    }
    return filledDoubles;
  }

  /**
   * The values of what is no float.
   *
   * @param instead what stands where one is NULL
   * @return not to be modified, and valid until this is asked again
   */
  long[] longs(long instead) {
    if (missing == 0) {
      return values.longs();
    }
    if (filledLongs.length < count) {
      filledLongs = new long[count];
    }
    long[] present = values.longs();
    for (int i = 0; i < count; i++) {
      filledLongs[i] = nulls[i] ? instead : present[i];
    }
    return filledLongs;
  }
}
