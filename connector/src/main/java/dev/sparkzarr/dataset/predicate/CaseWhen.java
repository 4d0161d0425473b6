package dev.sparkzarr.dataset.predicate;

import java.util.List;

/**
 * The value of the first condition that is true, else the last one.
 *
 * @param conditions truths, at least one
 * @param values one for each condition, then the one of ELSE; all of one kind
 */
record CaseWhen(List<Node> conditions, List<Node> values) implements Node {
  CaseWhen {
    conditions = List.copyOf(conditions);
    values = List.copyOf(values);
  }

  @Override
  public ValueType type() {
    return values.get(0).type();
  }

  @Override
  public Values evaluate(Block block) {
    Values result = values.get(conditions.size()).evaluate(block);
    for (int branch = conditions.size() - 1; branch >= 0; branch--) {
      Values condition = conditions.get(branch).evaluate(block);
      Values chosen = values.get(branch).evaluate(block);
      Values merged = Values.room(type(), block.count());
      for (int i = 0; i < block.count(); i++) {
        boolean holds = !condition.isNull(i) && condition.longs[i] == 1;
        merged.copy(holds ? chosen : result, i);
      }
      result = merged;
    }
    return result;
  }
}
