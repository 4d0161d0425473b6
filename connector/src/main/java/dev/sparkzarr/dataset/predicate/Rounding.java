package dev.sparkzarr.dataset.predicate;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A float64 or decimal as a whole number below or above it, or a float64 rounded to some digits.
 *
 * @param digits after the point, for {@link Operator#ROUND}
 */
record Rounding(Operator operator, Node value, int digits) implements Node {
  /** Digits beyond this are not computed. */
  static final int MAX_DIGITS = 30;

  /** What is computed. */
  enum Operator {
    FLOOR,
    CEIL,
    ROUND
  }

  /**
   * @return whether it is computed here
   */
  static boolean supports(Operator operator, ValueType type) {
    return type.kind() == ValueType.Kind.FLOAT64
        || (operator != Operator.ROUND && type.kind() == ValueType.Kind.DECIMAL);
  }

  @Override
  public ValueType type() {
    ValueType type = value.type();
    if (operator == Operator.ROUND) {
      return type;
    }
    return type.isFloat() || type.scale() == 0
        ? (type.isFloat() ? ValueType.INT64 : type)
        : ValueType.decimal(type.precision() - type.scale() + 1, 0);
  }

  @Override
  public Values evaluate(Block block) {
    Values values = value.evaluate(block);
    int count = block.count();
    if (values.objects != null) {
      RoundingMode mode = operator == Operator.FLOOR ? RoundingMode.FLOOR : RoundingMode.CEILING;
      Object[] result = new Object[count];
      for (int i = 0; i < count; i++) {
        if (!values.isNull(i)) {
          result[i] = ((BigDecimal) values.objects[i]).setScale(0, mode);
        }
      }
      return Values.of(result, values.nulls);
    }
    double[] reals = values.doubles();
    if (operator == Operator.ROUND) {
      double[] result = new double[count];
      for (int i = 0; i < count; i++) {
        result[i] = round(reals[i]);
      }
      return Values.of(result, values.nulls);
    }
    long[] result = new long[count];
    for (int i = 0; i < count; i++) {
      double real = reals[i];
      if (!(real >= -0x1p63 && real < 0x1p63) && !values.isNull(i)) {
        block.refuse(); // a Spark saturates, or raises an error, by its version
      }
      result[i] = (long) (operator == Operator.FLOOR ? Math.floor(real) : Math.ceil(real));
    }
    return Values.of(result, values.nulls);
  }

  private double round(double real) {
    return Double.isNaN(real) || Double.isInfinite(real)
        ? real
        : BigDecimal.valueOf(real).setScale(digits, RoundingMode.HALF_UP).doubleValue();
  }
}
