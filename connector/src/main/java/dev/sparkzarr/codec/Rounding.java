package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.ElementKind;
import java.util.Locale;
import java.util.Optional;

/** How a number is rounded to one that a type can hold: the words of {@code cast_value}. */
enum Rounding {
  NEAREST_EVEN,
  TOWARDS_ZERO,
  TOWARDS_POSITIVE,
  TOWARDS_NEGATIVE,
  NEAREST_AWAY;

  static Optional<Rounding> named(String word) {
    for (Rounding rounding : values()) {
      if (rounding.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
        return Optional.of(rounding);
      }
    }
    return Optional.empty();
  }

  /** The integer that a finite number becomes. */
  double toInteger(double value) {
    return switch (this) {
      case NEAREST_EVEN -> Math.rint(value);
      case TOWARDS_ZERO -> value < 0 ? Math.ceil(value) : Math.floor(value);
      case TOWARDS_POSITIVE -> Math.ceil(value);
      case TOWARDS_NEGATIVE -> Math.floor(value);
      case NEAREST_AWAY -> {
        double below = Math.floor(Math.abs(value));
        double size = Math.abs(value) - below >= 0.5 ? below + 1 : below;
        yield Math.copySign(size, value);
      }
    };
  }

  /** The number of a float kind that a finite number becomes, as if exponents had no end. */
  double toFloat(ElementKind kind, double value) {
    if (value == 0 || kind == ElementKind.FLOAT64) {
      return value;
    }
    int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT);
    long mantissa = Double.doubleToRawLongBits(value) & (1L << 52) - 1;
    if (Math.getExponent(value) >= Double.MIN_EXPONENT) {
      mantissa |= 1L << 52;
    }
    return toFloat(kind, mantissa, exponent - 52, value < 0);
  }

  /**
   * The number of a float kind that an integer becomes.
   *
   * @param size its absolute value, unsigned
   */
  double toFloat(ElementKind kind, long size, boolean negative) {
    return size == 0 ? 0 : toFloat(kind, size, 0, negative);
  }

  private double toFloat(ElementKind kind, long mantissa, int exponent, boolean negative) {
    int top = exponent + Long.SIZE - 1 - Long.numberOfLeadingZeros(mantissa);
    int unit = Math.max(top, leastExponent(kind)) - digits(kind);
    int dropped = unit - exponent;
    if (dropped <= 0) {
      double exact = Math.scalb(Doubles.ofUnsigned(mantissa), exponent);
      return negative ? -exact : exact;
    }
    long kept = dropped >= Long.SIZE ? 0 : mantissa >>> dropped;
    if (up(mantissa, dropped, kept, negative)) {
      kept++;
    }
    double rounded = Math.scalb((double) kept, unit);
    return negative ? -rounded : rounded;
  }

  /** Whether what is dropped makes the number one unit larger. */
  private boolean up(long mantissa, int dropped, long kept, boolean negative) {
    long rest = dropped >= Long.SIZE ? mantissa : mantissa & (1L << dropped) - 1;
    if (rest == 0) {
      return false;
    }
    int half = dropped > Long.SIZE ? -1 : Long.compareUnsigned(rest, 1L << dropped - 1);
    return switch (this) {
      case NEAREST_EVEN -> half > 0 || half == 0 && (kept & 1) != 0;
      case NEAREST_AWAY -> half >= 0;
      case TOWARDS_ZERO -> false;
      case TOWARDS_POSITIVE -> !negative;
      case TOWARDS_NEGATIVE -> negative;
    };
  }

  /** Bits of the mantissa behind the first. */
  private static int digits(ElementKind kind) {
    return switch (kind) {
      case FLOAT16 -> 10;
      case BFLOAT16 -> 7;
      case FLOAT32 -> 23;
      default -> 52;
    };
  }

  private static int leastExponent(ElementKind kind) {
    return switch (kind) {
      case FLOAT16 -> -14;
      case BFLOAT16, FLOAT32 -> Float.MIN_EXPONENT;
      default -> Double.MIN_EXPONENT;
    };
  }
}
