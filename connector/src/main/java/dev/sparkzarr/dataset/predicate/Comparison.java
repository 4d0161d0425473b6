package dev.sparkzarr.dataset.predicate;

/** Two values of one kind compared. */
record Comparison(Operator operator, Node left, Node right) implements Node {
  /** Comparisons, each by the signs of {@code compare} that it accepts. */
  enum Operator {
    EQUAL(0b010),
    NULL_SAFE_EQUAL(0b010),
    NOT_EQUAL(0b101),
    LESS(0b001),
    LESS_OR_EQUAL(0b011),
    GREATER(0b100),
    GREATER_OR_EQUAL(0b110);

    private final int accepted;

    Operator(int accepted) {
      this.accepted = accepted;
    }

    /**
     * @param sign -1, 0 or 1
     * @return 1 when accepted, else 0
     */
    long accepts(int sign) {
      return (accepted >> (sign + 1)) & 1;
    }
  }

  @Override
  public ValueType type() {
    return ValueType.BOOLEAN;
  }

  @Override
  public Values evaluate(Block block) {
    Values values = left.evaluate(block);
    int count = block.count();
    long[] truth = block.scratch().longs(count);
    if (right instanceof Constant constant
        && !constant.isNull()
        && operator != Operator.NULL_SAFE_EQUAL) {
      compare(values, constant, truth, count);
      return Values.of(truth, values.nulls);
    }
    Values others = right.evaluate(block);
    boolean[] nulls = Values.eitherNull(values, others, block);
    if (nulls == null) {
      for (int i = 0; i < count; i++) {
        truth[i] = operator.accepts(Integer.signum(Order.compare(values, others, i)));
      }
      return Values.of(truth, null);
    }
    for (int i = 0; i < count; i++) {
      if (!nulls[i]) {
        truth[i] = operator.accepts(Integer.signum(Order.compare(values, others, i)));
      } else {
        boolean isSame = operator == Operator.NULL_SAFE_EQUAL && values.isNull(i);
        truth[i] = isSame && others.isNull(i) ? 1 : 0;
      }
    }
    return Values.of(truth, operator == Operator.NULL_SAFE_EQUAL ? null : nulls);
  }

  private void compare(Values values, Constant constant, long[] truth, int count) {
    if (values.longs != null) {
      compare(values.longs, constant.asLong(), truth, count);
    } else if (values.isFloat() && !Double.isNaN(constant.asDouble())) {
      float single = (float) constant.asDouble();
      if (values.floats != null && single == constant.asDouble()) {
        compare(values.floats, single, truth, count);
      } else {
        compare(values.doubles(), constant.asDouble(), truth, count);
      }
    } else if (values.isFloat()) {
      double[] reals = values.doubles();
      for (int i = 0; i < count; i++) {
        truth[i] = operator.accepts(Order.compare(reals[i], Double.NaN));
      }
    } else {
      for (int i = 0; i < count; i++) {
        truth[i] =
            values.isNull(i)
                ? 0
                : operator.accepts(
                    Integer.signum(Order.compare(values.objects[i], constant.value())));
      }
    }
  }

  /** Three loops and their opposites: no cell asks which operator it is. */
  private void compare(long[] values, long other, long[] truth, int count) {
    long below = operator.accepts(-1);
    long equal = operator.accepts(0);
    switch (operator) {
      case LESS, GREATER_OR_EQUAL -> {
        for (int i = 0; i < count; i++) {
          truth[i] = values[i] < other ? below : 1 - below;
        }
      }
      case LESS_OR_EQUAL, GREATER -> {
        for (int i = 0; i < count; i++) {
          truth[i] = values[i] <= other ? below : 1 - below;
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          truth[i] = values[i] == other ? equal : 1 - equal;
        }
      }
    }
  }

  /** The same: NaN is neither below a number nor equal to it, so that its opposites hold. */
  private void compare(double[] values, double other, long[] truth, int count) {
    long below = operator.accepts(-1);
    long equal = operator.accepts(0);
    switch (operator) {
      case LESS, GREATER_OR_EQUAL -> {
        for (int i = 0; i < count; i++) {
          truth[i] = values[i] < other ? below : 1 - below;
        }
      }
      case LESS_OR_EQUAL, GREATER -> {
        for (int i = 0; i < count; i++) {
          truth[i] = values[i] <= other ? below : 1 - below;
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          truth[i] = values[i] == other ? equal : 1 - equal;
        }
      }
    }
  }

  /** The same in single precision. */
  private void compare(float[] values, float other, long[] truth, int count) {
    long below = operator.accepts(-1);
    long equal = operator.accepts(0);
    switch (operator) {
      case LESS, GREATER_OR_EQUAL -> {
        for (int i = 0; i < count; i++) {
          truth[i] = values[i] < other ? below : 1 - below;
        }
      }
      case LESS_OR_EQUAL, GREATER -> {
        for (int i = 0; i < count; i++) {
          truth[i] = values[i] <= other ? below : 1 - below;
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          truth[i] = values[i] == other ? equal : 1 - equal;
        }
      }
    }
  }
}
