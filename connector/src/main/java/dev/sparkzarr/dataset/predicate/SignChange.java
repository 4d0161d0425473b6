package dev.sparkzarr.dataset.predicate;

import java.math.BigDecimal;

/** A number without its sign, with the other sign, or with all its bits turned over. */
record SignChange(Operator operator, Node value) implements Node {
  /** What is computed. */
  enum Operator {
    NEGATE,
    ABSOLUTE,
    BIT_NOT
  }

  /**
   * @return whether it is computed here
   */
  static boolean supports(Operator operator, ValueType type) {
    return type.isInteger()
        || (operator != Operator.BIT_NOT
            && (type.isFloat()
                || type.kind() == ValueType.Kind.DECIMAL
                || type.kind() == ValueType.Kind.INTERVAL));
  }

  @Override
  public ValueType type() {
    return value.type();
  }

  @Override
  public Values evaluate(Block block) {
    Values values = value.evaluate(block);
    int count = block.count();
    if (values.isFloat()) {
      double[] reals = values.doubles();
      double[] result = block.scratch().doubles(count);
      for (int i = 0; i < count; i++) {
        result[i] = operator == Operator.NEGATE ? -reals[i] : Math.abs(reals[i]);
      }
      return Values.of(result, values.nulls);
    }
    if (values.objects != null) {
      Object[] result = new Object[count];
      for (int i = 0; i < count; i++) {
        if (!values.isNull(i)) {
          BigDecimal decimal = (BigDecimal) values.objects[i];
          result[i] = operator == Operator.NEGATE ? decimal.negate() : decimal.abs();
        }
      }
      return Values.of(result, values.nulls);
    }
    long[] result = new long[count];
    for (int i = 0; i < count; i++) {
      long whole = values.longs[i];
      if (operator == Operator.BIT_NOT) {
        result[i] = ~whole;
      } else {
        if (whole == type().min() && !values.isNull(i)) {
          block.refuse();
        }
        result[i] = operator == Operator.NEGATE ? -whole : Math.abs(whole);
      }
    }
    return Values.of(result, values.nulls);
  }
}
