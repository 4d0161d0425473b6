package dev.sparkzarr.dataset.predicate;

/** A date some days later, or the days from one date to another; both wrap around, as in Spark. */
record DateArithmetic(Operator operator, Node left, Node right) implements Node {
  /** What is computed. */
  enum Operator {
    /** Date and days. */
    ADD,
    /** End and start. */
    DIFFERENCE
  }

  @Override
  public ValueType type() {
    return operator == Operator.ADD ? ValueType.DATE : ValueType.INT32;
  }

  @Override
  public Values evaluate(Block block) {
    Values lefts = left.evaluate(block);
    Values rights = right.evaluate(block);
    long[] result = new long[block.count()];
    for (int i = 0; i < result.length; i++) {
      int a = (int) lefts.longs[i];
      int b = (int) rights.longs[i];
      result[i] = operator == Operator.ADD ? a + b : a - b;
    }
    return Values.of(result, Values.eitherNull(lefts, rights, block));
  }
}
