package dev.sparkzarr.dataset.predicate;

import java.util.Arrays;

/**
 * One value for all indexes.
 *
 * @param value a {@link Long}, a {@link Double}, or what {@link ValueType.Kind} says for decimals
 *     and texts; null for NULL
 */
record Constant(ValueType type, Object value) implements Node {
  /** Brings a value as {@link ValueType.Kind} describes it into the form it is computed in. */
  static Constant of(ValueType type, Object value) {
    if (value == null) {
      return new Constant(type, null);
    }
    return new Constant(
        type,
        switch (type.form()) {
          case LONGS ->
              value instanceof Boolean truth
                  ? Long.valueOf(truth ? 1 : 0)
                  : Long.valueOf(((Number) value).longValue());
          case DOUBLES -> ((Number) value).doubleValue();
          case OBJECTS -> value;
        });
  }

  boolean isNull() {
    return value == null;
  }

  long asLong() {
    return (Long) value;
  }

  double asDouble() {
    return (Double) value;
  }

  @Override
  public Values evaluate(Block block) {
    int count = block.count();
    boolean[] nulls = null;
    if (isNull()) {
      nulls = new boolean[count];
      Arrays.fill(nulls, true);
    }
    switch (type.form()) {
      case LONGS -> {
        long[] values = new long[count];
        Arrays.fill(values, isNull() ? 0 : asLong());
        return Values.of(values, nulls);
      }
      case DOUBLES -> {
        double[] values = new double[count];
        Arrays.fill(values, isNull() ? 0 : asDouble());
        return Values.of(values, nulls);
      }
      default -> {
        Object[] values = new Object[count];
        Arrays.fill(values, value);
        return Values.of(values, nulls);
      }
    }
  }
}
