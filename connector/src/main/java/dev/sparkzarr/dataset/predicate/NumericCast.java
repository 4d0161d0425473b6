package dev.sparkzarr.dataset.predicate;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A boolean, integer, float or decimal as another of these. What does not fit is refused: Spark
 * raises an error for it, or gives a value that its modes do not agree on.
 */
record NumericCast(Node value, ValueType type) implements Node {
  /**
   * @return whether values of {@code from} are cast to {@code to} here
   */
  static boolean supports(ValueType from, ValueType to) {
    boolean whole = from.isInteger() || from.kind() == ValueType.Kind.BOOLEAN;
    return switch (to.kind()) {
      case BOOLEAN -> from.isInteger() || from.isFloat();
      case INT8, INT16, INT32, INT64 -> whole || from.isFloat();
      case FLOAT32 -> whole || from.isFloat();
      case FLOAT64 -> whole || from.isFloat() || from.kind() == ValueType.Kind.DECIMAL;
      case DECIMAL -> from.isInteger() || from.kind() == ValueType.Kind.DECIMAL;
      default -> false;
    };
  }

  /**
   * @return whether the cast keeps the order of any two values, and refuses none
   */
  boolean isWidening() {
    ValueType from = value.type();
    return from.isInteger()
        && (type.isFloat()
            || (type.isInteger() && type.max() >= from.max())
            || (type.kind() == ValueType.Kind.DECIMAL
                && type.precision() - type.scale() >= Long.toString(from.max()).length()));
  }

  @Override
  public Values evaluate(Block block) {
    Values values = value.evaluate(block);
    return switch (type.form()) {
      case LONGS ->
          values.longs != null ? longsToLongs(values, block) : doublesToLongs(values, block);
      case DOUBLES ->
          isSameDouble() ? values : toDoubles(values, block); // a float is the same as a double
      case OBJECTS -> toDecimals(values, block);
    };
  }

  private boolean isSameDouble() {
    return value.type().isFloat() && type.kind() == ValueType.Kind.FLOAT64;
  }

  private Values longsToLongs(Values values, Block block) {
    boolean toTruth = type.kind() == ValueType.Kind.BOOLEAN;
    if (!toTruth && isWidening()) {
      return values;
    }
    int count = block.count();
    long[] result = block.scratch().longs(count);
    for (int i = 0; i < count; i++) {
      long whole = values.longs[i];
      if (!toTruth && (whole < type.min() || whole > type.max()) && !values.isNull(i)) {
        block.refuse();
      }
      result[i] = toTruth && whole != 0 ? 1 : whole;
    }
    return Values.of(result, values.nulls);
  }

  private Values doublesToLongs(Values values, Block block) {
    boolean toTruth = type.kind() == ValueType.Kind.BOOLEAN;
    // 2^31 and 2^63 are floats, 2^31 - 1 and 2^63 - 1 are not: at the bounds Spark's ways differ
    double bound = type.kind() == ValueType.Kind.INT64 ? 0x1p63 : (double) type.max() + 1;
    int count = block.count();
    double[] reals = values.doubles();
    long[] result = block.scratch().longs(count);
    for (int i = 0; i < count; i++) {
      double real = reals[i];
      if (toTruth) {
        result[i] = real != 0 ? 1 : 0;
      } else {
        if (!(real > -bound && real < bound) && !values.isNull(i)) {
          block.refuse();
        }
        result[i] = (long) real;
      }
    }
    return Values.of(result, values.nulls);
  }

  private Values toDoubles(Values values, Block block) {
    boolean single = type.kind() == ValueType.Kind.FLOAT32;
    if (single && values.floats != null) {
      return values;
    }
    int count = block.count();
    double[] result = block.scratch().doubles(count);
    if (values.longs != null) {
      for (int i = 0; i < count; i++) {
        result[i] = single ? (float) values.longs[i] : (double) values.longs[i];
      }
    } else if (values.isFloat()) {
      double[] reals = values.doubles();
      for (int i = 0; i < count; i++) {
        result[i] = (float) reals[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        result[i] = values.isNull(i) ? 0 : ((BigDecimal) values.objects[i]).doubleValue();
      }
    }
    return Values.of(result, values.nulls);
  }

  private Values toDecimals(Values values, Block block) {
    BigDecimal bound = BigDecimal.ONE.scaleByPowerOfTen(type.precision() - type.scale());
    Object[] result = new Object[block.count()];
    for (int i = 0; i < result.length; i++) {
      if (!values.isNull(i)) {
        BigDecimal decimal =
            values.longs != null
                ? BigDecimal.valueOf(values.longs[i])
                : (BigDecimal) values.objects[i];
        BigDecimal scaled = decimal.setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.abs().compareTo(bound) >= 0) {
          block.refuse();
        }
        result[i] = scaled;
      }
    }
    return Values.of(result, values.nulls);
  }
}
