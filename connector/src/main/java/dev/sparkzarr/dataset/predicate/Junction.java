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
    long[] truth = block.scratch().longs(count);
    if (lefts.nulls == null && rights.nulls == null) {
      both(lefts.longs, rights.longs, truth, count);
      return Values.of(truth, null);
    }
    boolean[] nulls = block.scratch().flags(count);
    for (int i = 0; i < count; i++) {
      boolean isDecided = decides(lefts, i) || decides(rights, i);
      truth[i] = isDecided ? operator.deciding : 1 - operator.deciding;
      nulls[i] = !isDecided && (lefts.isNull(i) || rights.isNull(i));
    }
    return Values.of(truth, nulls);
  }

  private void both(long[] lefts, long[] rights, long[] truth, int count) {
    if (operator == Operator.AND) {
      for (int i = 0; i < count; i++) {
        truth[i] = lefts[i] & rights[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        truth[i] = lefts[i] | rights[i];
      }
    }
  }

  private boolean decides(Values values, int i) {
    return !values.isNull(i) && values.longs[i] == operator.deciding;
  }
}
