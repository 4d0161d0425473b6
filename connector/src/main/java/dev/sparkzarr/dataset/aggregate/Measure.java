package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.predicate.CellEvaluator;
import dev.sparkzarr.dataset.predicate.CellExpression;
import java.util.EnumMap;
import java.util.Map;

/**
 * Everything that is asked of one expression: its values are computed once for each tile. For one
 * thread.
 */
final class Measure {
  private final CellExpression expression;
  private final LocalGroups groups;
  private final PresentCells present;
  private final MeasureValues values = new MeasureValues();
  private final Map<Aggregate.Function, Accumulator> accumulators =
      new EnumMap<>(Aggregate.Function.class);

  Measure(CellExpression expression, LocalGroups groups) {
    this.expression = expression;
    this.groups = groups;
    this.present = new PresentCells(groups);
  }

  /** Asks for a function of the expression; does nothing the second time. */
  void ask(Aggregate aggregate) {
    switch (aggregate.function()) {
      case AVG ->
          ask(
              Aggregate.of(
                  Aggregate.Function.SUM,
                  aggregate.measure(),
                  expression.type().stored().orElseThrow()));
      case SUM, MIN, MAX ->
          accumulators.computeIfAbsent(aggregate.function(), function -> accumulator(aggregate));
      default -> {
        // what is present is counted for all
      }
    }
  }

  private Accumulator accumulator(Aggregate aggregate) {
    boolean isFloat = Aggregate.isFloat(aggregate.type());
    int total = groups.total();
    if (aggregate.function() == Aggregate.Function.SUM) {
      return isFloat ? new DoubleSums(total) : new LongSums(total);
    }
    boolean isLeast = aggregate.function() == Aggregate.Function.MIN;
    return isFloat
        ? new DoubleExtremes(total, isLeast, aggregate.type())
        : new LongExtremes(total, isLeast, aggregate.type());
  }

  /**
   * Takes in the tile that the evaluator stands on.
   *
   * @param outside which cells do not count; null when all do
   */
  void add(TileRuns runs, CellEvaluator cells, boolean[] outside, int rows) {
    values.set(cells.evaluate(expression), outside, rows);
    present.add(runs, values);
    for (Accumulator accumulator : accumulators.values()) {
      accumulator.add(runs, values);
    }
  }

  PresentCells present() {
    return present;
  }

  /** The sum of a group that is not empty, divided by how many values it has. */
  double mean(int group) {
    Sums sums = (Sums) accumulators.get(Aggregate.Function.SUM);
    return sums.of(group) / present.of(group);
  }

  Accumulator accumulator(Aggregate.Function function) {
    return accumulators.get(function);
  }
}
