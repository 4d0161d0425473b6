package dev.sparkzarr.dataset.predicate;

import java.util.function.DoubleUnaryOperator;

/** A function of a float64, computed by the method of the JDK that Spark computes it by. */
record MathFunction(Function function, Node value) implements Node {
  /** Functions, by Spark's names. */
  enum Function {
    SQRT(Math::sqrt),
    CBRT(Math::cbrt),
    EXP(StrictMath::exp),
    /** NULL where there is no logarithm. */
    LN(StrictMath::log),
    /** NULL where there is no logarithm. */
    LOG10(StrictMath::log10),
    SIN(Math::sin),
    COS(Math::cos),
    TAN(Math::tan),
    ASIN(Math::asin),
    ACOS(Math::acos),
    ATAN(Math::atan),
    SINH(Math::sinh),
    COSH(Math::cosh),
    TANH(Math::tanh),
    DEGREES(Math::toDegrees),
    RADIANS(Math::toRadians);

    private final DoubleUnaryOperator operator;

    Function(DoubleUnaryOperator operator) {
      this.operator = operator;
    }

    private boolean isLogarithm() {
      return this == LN || this == LOG10;
    }
  }

  @Override
  public ValueType type() {
    return ValueType.FLOAT64;
  }

  @Override
  public Values evaluate(Block block) {
    Values values = value.evaluate(block);
    int count = block.count();
    double[] reals = values.doubles();
    double[] result = block.scratch().doubles(count);
    boolean[] nulls = values.nulls;
    if (function == Function.SQRT) { // a loop of its own, in vectors
      for (int i = 0; i < count; i++) {
        result[i] = Math.sqrt(reals[i]);
      }
      return Values.of(result, nulls);
    }
    if (function.isLogarithm()) {
      nulls = block.scratch().flags(count);
      for (int i = 0; i < count; i++) {
        nulls[i] = values.isNull(i) || reals[i] <= 0;
      }
    }
    DoubleUnaryOperator operator = function.operator;
    for (int i = 0; i < count; i++) {
      result[i] = operator.applyAsDouble(reals[i]);
    }
    return Values.of(result, nulls);
  }
}
