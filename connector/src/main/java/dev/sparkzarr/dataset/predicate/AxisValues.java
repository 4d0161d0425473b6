package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.IndexSet;
import java.util.Optional;

/**
 * What an expression is worth on selected indexes of an axis, as Spark SQL would compute it on each
 * row. Positions count the selected indexes from 0. Not modified once made, safe for many threads.
 */
public final class AxisValues {
  private final ValueType type;
  private final Values values;
  private final int count;

  private AxisValues(ValueType type, Values values, int count) {
    this.type = type;
    this.values = values;
    this.count = count;
  }

  /**
   * Evaluates an expression. Takes time and memory for the indexes of {@code within}.
   *
   * @param expression whose axis value is of a type that {@code axis} can be seen as
   * @return empty when Spark could raise an error on one of the indexes, or when there are too many
   */
  public static Optional<AxisValues> of(AxisExpression expression, Axis axis, IndexSet within) {
    if (within.size() > PredicateEvaluator.MAX_INDEXES) {
      return Optional.empty();
    }
    int count = (int) within.size();
    Node node = (Node) expression;
    Values all = Values.room(node.type(), count);
    int position = 0;
    for (int range = 0; range < within.ranges(); range++) {
      long stop = within.stop(range);
      for (long start = within.start(range); start < stop; start += Block.SIZE) {
        Block block = new Block(axis, start, (int) Math.min(Block.SIZE, stop - start));
        Values some = node.evaluate(block);
        if (block.isRefused()) {
          return Optional.empty();
        }
        all.copyAll(some, position, block.count());
        position += block.count();
      }
    }
    return Optional.of(new AxisValues(node.type(), all, count));
  }

  public ValueType type() {
    return type;
  }

  /**
   * @return how many values there are
   */
  public int count() {
    return count;
  }

  public boolean isNull(int position) {
    return values.isNull(position);
  }

  /**
   * @return the value of an integer, boolean (0 or 1), date or time; meaningless where it is NULL
   */
  public long longAt(int position) {
    return values.longs[position];
  }

  /**
   * @return the value of a float; meaningless where it is NULL
   */
  public double doubleAt(int position) {
    return values.doubles[position];
  }

  /**
   * @return a {@link java.math.BigDecimal}, or the {@code byte[]} of a text, not to be modified;
   *     meaningless where it is NULL
   */
  public Object objectAt(int position) {
    return values.objects[position];
  }
}
