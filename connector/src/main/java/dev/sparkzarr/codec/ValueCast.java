package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.ElementKind;
import java.util.Locale;
import java.util.function.Function;

/**
 * One direction of {@code cast_value}: a stated replacement, else the same number, else the rounded
 * one, else what the rule for numbers out of range makes of it, else an error. Immutable.
 *
 * @param refusal makes the error of a reason
 */
record ValueCast(
    ElementKind from,
    ElementKind to,
    Rounding rounding,
    OutOfRange outOfRange,
    ScalarMap map,
    Function<String, CodecException> refusal)
    implements ElementwiseCodec.Step {
  private static final double TWO_64 = 0x1p64;

  /** What becomes of a number that is larger or smaller than every one of the type. */
  enum OutOfRange {
    REFUSED,
    CLAMP,
    WRAP
  }

  @Override
  public void run(byte[] source, int sourceAt, byte[] target, int targetAt, int count) {
    if (from.isFloat()) {
      ofFloats(source, sourceAt, target, targetAt, count);
    } else {
      ofIntegers(source, sourceAt, target, targetAt, count);
    }
  }

  private void ofFloats(byte[] source, int sourceAt, byte[] target, int targetAt, int count) {
    double[] numbers = new double[Math.min(count, ElementwiseCodec.BLOCK)];
    double[] floats = to.isFloat() ? new double[numbers.length] : new double[0];
    long[] integers = to.isFloat() ? new long[0] : new long[numbers.length];
    for (int done = 0; done < count; done += numbers.length) {
      int some = Math.min(numbers.length, count - done);
      Doubles.read(from, source, sourceAt + done * from.width(), numbers, some);
      for (int i = 0; i < some; i++) {
        if (map.of(numbers[i]) != null) {
          continue;
        }
        if (to.isFloat()) {
          floats[i] =
              Double.isFinite(numbers[i])
                  ? inRange(rounding.toFloat(to, numbers[i]), numbers[i], done + i)
                  : numbers[i];
        } else {
          integers[i] = integer(numbers[i], done + i);
        }
      }
      write(floats, integers, true, target, targetAt + done * to.width(), some);
      for (int i = 0; !map.isEmpty() && i < some; i++) {
        replace(map.of(numbers[i]), target, targetAt + (done + i) * to.width());
      }
    }
  }

  private void ofIntegers(byte[] source, int sourceAt, byte[] target, int targetAt, int count) {
    boolean signed = from != ElementKind.UINT64;
    long[] numbers = new long[Math.min(count, ElementwiseCodec.BLOCK)];
    double[] floats = to.isFloat() ? new double[numbers.length] : new double[0];
    long[] integers = to.isFloat() ? new long[0] : new long[numbers.length];
    for (int done = 0; done < count; done += numbers.length) {
      int some = Math.min(numbers.length, count - done);
      Longs.read(from, source, sourceAt + done * from.width(), numbers, some);
      for (int i = 0; i < some; i++) {
        long number = numbers[i];
        if (map.of(number) != null) {
          continue;
        }
        if (to.isFloat()) {
          boolean negative = signed && number < 0;
          double rounded = rounding.toFloat(to, negative ? -number : number, negative);
          floats[i] = inRange(rounded, signed ? number : Doubles.ofUnsigned(number), done + i);
        } else {
          integers[i] = integer(number, signed, done + i);
        }
      }
      boolean positive = to == ElementKind.UINT64;
      write(floats, integers, !positive, target, targetAt + done * to.width(), some);
      for (int i = 0; !map.isEmpty() && i < some; i++) {
        replace(map.of(numbers[i]), target, targetAt + (done + i) * to.width());
      }
    }
  }

  private void write(
      double[] floats, long[] integers, boolean signed, byte[] target, int at, int count) {
    if (to.isFloat()) {
      Doubles.write(to, floats, target, at, count);
    } else {
      Longs.write(to, integers, signed, target, at, count);
    }
  }

  private static void replace(byte[] pattern, byte[] target, int at) {
    if (pattern != null) {
      System.arraycopy(pattern, 0, target, at, pattern.length);
    }
  }

  /** A rounded float, unless the type has none so large. */
  private double inRange(double rounded, double number, int index) {
    if (Double.isFinite(Doubles.round(to, rounded)) && Double.isFinite(rounded)) {
      return rounded;
    }
    if (outOfRange == OutOfRange.CLAMP) {
      return Math.copySign(Double.POSITIVE_INFINITY, rounded);
    }
    throw unfit(index, Double.toString(number));
  }

  private long integer(double number, int index) {
    if (!Double.isFinite(number)) {
      throw unfit(index, Double.toString(number));
    }
    double rounded = rounding.toInteger(number);
    if (Doubles.fits(to, rounded) || outOfRange == OutOfRange.WRAP) {
      return lowBits(rounded);
    }
    if (outOfRange == OutOfRange.CLAMP) {
      return rounded < 0 ? Longs.least(to) : Longs.most(to);
    }
    throw unfit(index, Double.toString(number));
  }

  /** The integer modulo 2^64. */
  private static long lowBits(double integer) {
    double size = Math.abs(integer) % TWO_64; // exact
    long bits = size < 0x1p63 ? (long) size : (long) (size - 0x1p63) ^ Long.MIN_VALUE;
    return integer < 0 ? -bits : bits;
  }

  private long integer(long number, boolean signed, int index) {
    if (Longs.fits(to, number, signed) || outOfRange == OutOfRange.WRAP) {
      return number;
    }
    if (outOfRange == OutOfRange.CLAMP) {
      return signed && number < 0 ? Longs.least(to) : Longs.most(to);
    }
    throw unfit(index, signed ? Long.toString(number) : Long.toUnsignedString(number));
  }

  private CodecException unfit(int index, String number) {
    return refusal.apply(
        "element "
            + index
            + " of the chunk is "
            + number
            + ", which "
            + to.name().toLowerCase(Locale.ROOT)
            + " cannot hold");
  }
}
