package dev.sparkzarr.dataset;

/** The order that Spark SQL gives floats: NaN equals NaN and is above all, -0.0 equals 0.0. */
public final class FloatOrder {
  private FloatOrder() {}

  /**
   * @return a number that is less, equal or greater just as the value is; never the least or the
   *     greatest of all longs
   */
  public static long key(double value) {
    long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  /**
   * @param key of a value
   * @return the value, 0.0 for -0.0
   */
  public static double value(long key) {
    return Double.longBitsToDouble(key ^ (key >> 63 & Long.MAX_VALUE));
  }
}
