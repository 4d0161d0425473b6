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
  private int count;
  private int missing;

  /** Takes a tile's values. */
  void set(Values newValues, int rows) {
    values = newValues;
    count = rows;
    missing = 0;
    boolean[] nulls = values.nulls();
    if (nulls != null) {
      for (int i = 0; i < count; i++) {
        missing += nulls[i] ? 1 : 0;
      }
    }
  }

  /** How many values are NULL. */
  int missingCount() {
    return missing;
  }

  /** Which values are NULL; only when some are. */
  boolean[] missing() {
    return values.nulls();
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
    boolean[] nulls = values.nulls();
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
    boolean[] nulls = values.nulls();
    long[] present = values.longs();
    for (int i = 0; i < count; i++) {
      filledLongs[i] = nulls[i] ? instead : present[i];
    }
    return filledLongs;
  }
}
