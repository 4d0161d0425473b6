package dev.sparkzarr.metadata;

/** IEEE 754 half precision, which the JDK converts only from version 20 on. */
public final class Half {
  private static final int MANTISSA_BITS = 10;
  private static final double SMALLEST = 0x1p-24;
  private static final double LARGEST_ROUNDED = 65520; // halfway to 2^16, rounds to infinity

  private Half() {}

  /** The nearest half, ties to even; NaN becomes the quiet NaN 0x7e00. */
  public static short ofDouble(double value) {
    int sign = (int) (Double.doubleToRawLongBits(value) >>> 48) & 0x8000;
    double size = Math.abs(value);
    if (Double.isNaN(value)) {
      return 0x7e00;
    }
    if (size >= LARGEST_ROUNDED) {
      return (short) (sign | 0x7c00);
    }
    // Scaled so that one unit is the distance to the next half, rint rounds exactly.
    int exponent = Math.max(Math.getExponent(size), -14);
    long units = (long) Math.rint(Math.scalb(size, MANTISSA_BITS - exponent));
    // A rounded-up mantissa carries into the exponent by the addition.
    return (short) (sign | ((exponent + 14 << MANTISSA_BITS) + units));
  }

  /** The same number as a double. */
  public static double toDouble(short half) {
    int exponent = half >> MANTISSA_BITS & 0x1f;
    int mantissa = half & 0x3ff;
    double size =
        exponent == 0
            ? mantissa * SMALLEST
            : exponent == 0x1f
                ? mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                : Math.scalb((double) (mantissa | 0x400), exponent - 25);
    return half < 0 ? -size : size;
  }
}
