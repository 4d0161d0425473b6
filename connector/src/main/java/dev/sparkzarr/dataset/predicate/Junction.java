package dev.sparkzarr.dataset.predicate;

/** AND or OR of two truths: NULL where neither side decides and one of them is NULL. */
record Junction(Operator operator, Node left, Node right) implements Node {
  /** Each by the truth of one side that decides. */
  enum Operator {
    AND(0),
    OR(1);

    private final long deciding;

    Operator(long deciding) {
      this.deciding = deciding;
    }
  }

  @Override
  public ValueType type() {
    return ValueType.BOOLEAN;
  }

  @Override
  public Values evaluate(Block block) {
    Values lefts = left.evaluate(block);
    Values rights = right.evaluate(block);
    int count = block.count();
    long[] truth = new long[count];
    if (lefts.nulls == null && rights.nulls == null) {
      for (int i = 0; i < count; i++) {
        truth[i] =
            operator == Operator.AND
                ? lefts.longs[i] & rights.longs[i]
                : lefts.longs[i] | rights.longs[i];
      }
      return Values.of(truth, null);
    }
    boolean[] nulls = new boolean[count];
    for (int i = 0; i < count; i++) {
      if (decides(lefts, i) || decides(rights, i)) {
        truth[i] = operator.deciding;
      } else {
        truth[i] = 1 - operator.deciding;
        nulls[i] = lefts.isNull(i) || rights.isNull(i);
      }
    }
    return Values.of(truth, nulls);
  }

  private boolean decides(Values values, int i) {
    return !values.isNull(i) && values.longs[i] == operator.deciding;
  }
}
