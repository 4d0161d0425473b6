package dev.sparkzarr.dataset.predicate;

import java.util.List;

/** The first of several values of one kind that is not NULL. */
record Coalesce(List<Node> values) implements Node {
  Coalesce {
    values = List.copyOf(values);
  }

  @Override
  public ValueType type() {
    return values.get(0).type();
  }

  @Override
  public Values evaluate(Block block) {
    Values result = values.get(values.size() - 1).evaluate(block);
    for (int position = values.size() - 2; position >= 0; position--) {
      Values preferred = values.get(position).evaluate(block);
      Values merged = Values.room(type(), block.count());
      for (int i = 0; i < block.count(); i++) {
        merged.copy(preferred.isNull(i) ? result : preferred, i);
      }
      result = merged;
    }
    return result;
  }
}
