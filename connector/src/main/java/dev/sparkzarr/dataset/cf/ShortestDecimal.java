package dev.sparkzarr.dataset.cf;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The double nearest to the shortest decimal that names a float: 10.1f becomes 10.1, not
 * 10.1000003815. Of several shortest decimals it is the one nearest to the float. Gives the same on
 * every JVM, which {@code Float.toString} does not.
 */
final class ShortestDecimal {
  /** Powers of ten that a double holds exactly. */
  private static final double[] POWERS = new double[23];

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private ShortestDecimal() {}

  /**
   * @return narrowed to float it is {@code value} again; NaN, infinities and zeros stay
   */
  static double of(float value) {
    double exact = value;
    double size = Math.abs(exact);
    if (size == 0 || !(size < Double.POSITIVE_INFINITY)) {
      return exact;
    }
    if (size < 1e-10 || size >= 1e15) {
      return search(value);
    }
    int leading = (int) Math.floor(Math.log10(size));
    for (int digits = 1; digits <= 9; digits++) {
      // The digits are a whole number below 10^10 and the power is exact, so the one rounding of
      // the product or quotient gives the double nearest to the decimal.
      int scale = digits - 1 - leading;
      double candidate =
          scale >= 0
              ? Math.rint(exact * POWERS[scale]) / POWERS[scale]
              : Math.rint(exact / POWERS[-scale]) * POWERS[-scale];
      if ((float) candidate == value) {
        return candidate;
      }
    }
    return search(value);
  }

  /** By definition; nine digits name every float. */
  static double search(float value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < 9; digits++) {
      BigDecimal decimal = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (decimal.floatValue() == value) {
        return decimal.doubleValue();
      }
    }
    return exact.round(new MathContext(9, RoundingMode.HALF_EVEN)).doubleValue();
  }
}
