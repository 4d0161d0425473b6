package dev.sparkzarr.metadata;

/** The upper half of an IEEE 754 single: one sign bit, eight of exponent, seven of mantissa. */
public final class BrainFloat {
  private BrainFloat() {}

  /** The nearest one, ties to even; NaN becomes the quiet NaN 0x7fc0. */
  public static short ofDouble(double value) {
    if (Double.isNaN(value)) {
      return 0x7fc0;
    }
    // A float rounded to odd keeps what the second rounding needs to know.
    float nearest = (float) value;
    int bits = Float.floatToRawIntBits(nearest);
    if (nearest != value && !Float.isInfinite(nearest) && (bits & 1) == 0) {
      bits += Math.abs((double) nearest) < Math.abs(value) ? 1 : -1;
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }
}
