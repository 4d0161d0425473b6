package dev.sparkzarr.dataset.predicate;

import java.util.Arrays;

/**
 * Whether a value is NULL, or whether it is not.
 *
 * @param wanted 1 to find NULL, 0 to find what is not
 */
record NullTest(Node value, int wanted) implements Node {
  @Override
  public ValueType type() {
    return ValueType.BOOLEAN;
  }

  @Override
  public Values evaluate(Block block) {
    Values values = value.evaluate(block);
    int count = block.count();
    long[] truth = block.scratch().longs(count);
    if (values.nulls == null) {
      Arrays.fill(truth, 0, count, 1 - wanted);
      return Values.of(truth, null);
    }
    for (int i = 0; i < count; i++) {
      truth[i] = values.nulls[i] ? wanted : 1 - wanted;
    }
    return Values.of(truth, null);
  }
}
