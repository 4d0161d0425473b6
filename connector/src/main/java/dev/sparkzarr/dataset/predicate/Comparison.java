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
    long[] truth = new long[block.count()];
    if (right instanceof Constant constant
        && !constant.isNull()
        && operator != Operator.NULL_SAFE_EQUAL) {
      compare(values, constant, truth);
      return Values.of(truth, values.nulls);
    }
    Values others = right.evaluate(block);
    boolean[] nulls = Values.eitherNull(values, others, block.count());
    if (nulls == null) {
      for (int i = 0; i < truth.length; i++) {
        truth[i] = operator.accepts(Integer.signum(Order.compare(values, others, i)));
      }
      return Values.of(truth, null);
    }
    for (int i = 0; i < truth.length; i++) {
      if (!nulls[i]) {
        truth[i] = operator.accepts(Integer.signum(Order.compare(values, others, i)));
      } else if (operator == Operator.NULL_SAFE_EQUAL) {
        truth[i] = values.isNull(i) && others.isNull(i) ? 1 : 0;
      }
    }
    return Values.of(truth, operator == Operator.NULL_SAFE_EQUAL ? null : nulls);
  }

  private void compare(Values values, Constant constant, long[] truth) {
    if (values.longs != null) {
      long[] longs = values.longs;
      long other = constant.asLong();
      for (int i = 0; i < truth.length; i++) {
        truth[i] = operator.accepts(Long.compare(longs[i], other));
      }
    } else if (values.doubles != null) {
      double[] doubles = values.doubles;
      double other = constant.asDouble();
      for (int i = 0; i < truth.length; i++) {
        truth[i] = operator.accepts(Order.compare(doubles[i], other));
      }
    } else {
      for (int i = 0; i < truth.length; i++) {
        if (!values.isNull(i)) {
          truth[i] =
              operator.accepts(Integer.signum(Order.compare(values.objects[i], constant.value())));
        }
      }
    }
  }
}
