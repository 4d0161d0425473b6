package dev.sparkzarr.dataset.predicate;

import java.util.List;

/**
 * The greatest or the least of several values of one kind, leaving out NULL.
 *
 * @param sign 1 for the greatest, -1 for the least
 */
record Extremum(int sign, List<Node> values) implements Node {
  Extremum {
    values = List.copyOf(values);
  }

  @Override
  public ValueType type() {
    return values.get(0).type();
  }

  @Override
  public Values evaluate(Block block) {
    Values best = values.get(0).evaluate(block);
    for (Node node : values.subList(1, values.size())) {
      Values next = node.evaluate(block);
      Values merged = Values.room(type(), block.count());
      for (int i = 0; i < block.count(); i++) {
        boolean better =
            !next.isNull(i)
                && (best.isNull(i) || Integer.signum(Order.compare(next, best, i)) == sign);
        merged.copy(better ? next : best, i);
      }
      best = merged;
    }
    return best;
  }
}
