package dev.sparkzarr.dataset.predicate;

import java.math.BigDecimal;

/**
 * Arithmetic on two numbers as ANSI SQL has it: what would overflow or divide by zero is refused.
 *
 * @param type of the result: that of the operands, or the decimal that holds every result
 */
record Arithmetic(Operator operator, Node left, Node right, ValueType type) implements Node {
  /** What is computed. */
  enum Operator {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    REMAINDER,
    BIT_AND,
    BIT_OR,
    BIT_XOR
  }

  /**
   * @return the type of the result; null when it is not computed here
   */
  static ValueType result(Operator operator, ValueType left, ValueType right) {
    if (left.kind() != right.kind()) {
      return null;
    }
    boolean sum = operator == Operator.ADD || operator == Operator.SUBTRACT;
    if (left.isInteger()) {
      return operator == Operator.DIVIDE ? null : left;
    }
    if (left.isFloat()) {
      return sum
              || operator == Operator.MULTIPLY
              || operator == Operator.DIVIDE
              || operator == Operator.REMAINDER
          ? left
          : null;
    }
    if (left.kind() == ValueType.Kind.INTERVAL) {
      return sum ? left : null;
    }
    if (left.kind() != ValueType.Kind.DECIMAL || !(sum || operator == Operator.MULTIPLY)) {
      return null;
    }
    int scale = sum ? Math.max(left.scale(), right.scale()) : left.scale() + right.scale();
    int precision =
        sum
            ? scale
                + 1
                + Math.max(left.precision() - left.scale(), right.precision() - right.scale())
            : left.precision() + right.precision() + 1;
    // beyond this Spark rounds, or raises an error
    return precision > ValueType.MAX_PRECISION ? null : ValueType.decimal(precision, scale);
  }

  @Override
  public Values evaluate(Block block) {
    Values lefts = left.evaluate(block);
    Values rights = right.evaluate(block);
    boolean[] nulls = Values.eitherNull(lefts, rights, block);
    return switch (type.form()) {
      case LONGS -> longs(lefts.longs, rights.longs, nulls, block);
      case DOUBLES ->
          isSingle() && lefts.floats != null && rights.floats != null
              ? floats(lefts.floats, rights.floats, nulls, block)
              : doubles(lefts.doubles(), rights.doubles(), nulls, block);
      case OBJECTS -> decimals(lefts.objects, rights.objects, nulls, block);
    };
  }

  /**
   * Whether floats are computed in single precision, and nothing is refused. Values that are held
   * in it may well be operands of doubles.
   */
  private boolean isSingle() {
    return type.kind() == ValueType.Kind.FLOAT32
        && (operator == Operator.ADD
            || operator == Operator.SUBTRACT
            || operator == Operator.MULTIPLY);
  }

  private Values longs(long[] lefts, long[] rights, boolean[] nulls, Block block) {
    int count = block.count();
    long[] result = block.scratch().longs(count);
    for (int i = 0; i < count; i++) {
      if (nulls != null && nulls[i]) {
        result[i] = 0;
        continue;
      }
      long a = lefts[i];
      long b = rights[i];
      boolean bad = false;
      long c = 0;
      switch (operator) {
        case ADD -> {
          c = a + b;
          bad = ((a ^ c) & (b ^ c)) < 0;
        }
        case SUBTRACT -> {
          c = a - b;
          bad = ((a ^ b) & (a ^ c)) < 0;
        }
        case MULTIPLY -> {
          c = a * b;
          bad = Math.multiplyHigh(a, b) != c >> 63;
        }
        case BIT_AND -> c = a & b;
        case BIT_OR -> c = a | b;
        case BIT_XOR -> c = a ^ b;
        default -> {
          bad = b == 0;
          c = bad ? 0 : a % b;
        }
      }
      if (bad || c < type.min() || c > type.max()) {
        block.refuse();
      }
      result[i] = c;
    }
    return Values.of(result, nulls);
  }

  /** One loop for each operator, in vectors. */
  private Values floats(float[] lefts, float[] rights, boolean[] nulls, Block block) {
    int count = block.count();
    float[] result = block.scratch().floats(count);
    switch (operator) {
      case ADD -> {
        for (int i = 0; i < count; i++) {
          result[i] = lefts[i] + rights[i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < count; i++) {
          result[i] = lefts[i] - rights[i];
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          result[i] = lefts[i] * rights[i];
        }
      }
    }
    return Values.of(result, nulls, count, block.scratch());
  }

  private Values doubles(double[] lefts, double[] rights, boolean[] nulls, Block block) {
    int count = block.count();
    double[] result = block.scratch().doubles(count);
    switch (operator) {
      case ADD -> {
        for (int i = 0; i < count; i++) {
          result[i] = lefts[i] + rights[i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < count; i++) {
          result[i] = lefts[i] - rights[i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < count; i++) {
          result[i] = lefts[i] * rights[i];
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          if (rights[i] == 0 && !(nulls != null && nulls[i])) {
            block.refuse();
          }
          result[i] = operator == Operator.DIVIDE ? lefts[i] / rights[i] : lefts[i] % rights[i];
        }
      }
    }
    if (type.kind() == ValueType.Kind.FLOAT32) {
      // of two floats, the double result rounded once more is the float result
      for (int i = 0; i < count; i++) {
        result[i] = (float) result[i];
      }
    }
    return Values.of(result, nulls);
  }

  private Values decimals(Object[] lefts, Object[] rights, boolean[] nulls, Block block) {
    Object[] result = new Object[block.count()];
    for (int i = 0; i < result.length; i++) {
      if (nulls == null || !nulls[i]) {
        BigDecimal a = (BigDecimal) lefts[i];
        BigDecimal b = (BigDecimal) rights[i];
        result[i] =
            switch (operator) {
              case ADD -> a.add(b);
              case SUBTRACT -> a.subtract(b);
              default -> a.multiply(b);
            };
      }
    }
    return Values.of(result, nulls);
  }
}
