package dev.sparkzarr.dataset.predicate;

/** NOT. */
record Negation(Node value) implements Node {
  @Override
  public ValueType type() {
    return ValueType.BOOLEAN;
  }

  @Override
  public Values evaluate(Block block) {
    Values values = value.evaluate(block);
    int count = block.count();
    long[] truth = block.scratch().longs(count);
    for (int i = 0; i < count; i++) {
      truth[i] = 1 - values.longs[i];
    }
    return Values.of(truth, values.nulls);
  }
}
