package dev.sparkzarr.metadata;

/** IEEE 754 half precision, which the JDK converts only from version 20 on. */
public final class Half {
  private static final int MANTISSA_BITS = 10;
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

  /** The same number as a float, exact; a NaN keeps its payload. */
  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> MANTISSA_BITS & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) {
      float subnormal = fraction * 0x1p-24f;
      return sign == 0 ? subnormal : -subnormal;
    }
    return Float.intBitsToFloat(sign | exponent + 112 << 23 | fraction << 13);
  }
}
