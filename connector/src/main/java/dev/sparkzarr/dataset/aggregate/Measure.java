package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.predicate.CellEvaluator;
import dev.sparkzarr.dataset.predicate.CellExpression;
import dev.sparkzarr.dataset.predicate.CellExpressions;
import dev.sparkzarr.dataset.predicate.Values;
import java.util.EnumMap;
import java.util.Map;

/**
 * Everything that is asked of one expression: its values are computed once for each tile. For one
 * thread.
 */
final class Measure {
  private final CellExpression expression;
  private final int[] columns;
  private final LocalGroups groups;
  private final PresentCells present;
  private final MeasureValues values = new MeasureValues();
  private final Map<Aggregate.Function, Accumulator> accumulators =
      new EnumMap<>(Aggregate.Function.class);

  /**
   * @param passing the cells that count at all
   */
  Measure(CellExpression expression, LocalGroups groups, PresentCells passing) {
    this.expression = expression;
    this.columns = CellExpressions.columns(expression);
    this.groups = groups;
    this.present = new PresentCells(groups, passing);
  }

  /** Asks for a function of the expression; does nothing the second time. */
  void ask(Aggregate aggregate) {
    Aggregate.Function held = held(aggregate.function());
    if (held != Aggregate.Function.COUNT) { // what is present is counted for all
      accumulators.computeIfAbsent(held, function -> accumulator(function, aggregate.codes()));
    }
  }

  /** The function whose accumulator a function's results come from. */
  private static Aggregate.Function held(Aggregate.Function function) {
    if (function.isVariance()) {
      return Aggregate.Function.VAR_POP;
    }
    return function == Aggregate.Function.AVG ? Aggregate.Function.SUM : function;
  }

  private Accumulator accumulator(Aggregate.Function function, Codes codes) {
    ColumnType type = expression.type().stored().orElseThrow();
    boolean isFloat = Aggregate.isFloat(type);
    boolean isLeast = function == Aggregate.Function.MIN;
    int total = groups.total();
    return switch (function) {
      case SUM -> isFloat ? new DoubleSums(total) : new LongSums(total);
      case MIN, MAX ->
          isFloat
              ? new DoubleExtremes(total, isLeast, type)
              : new LongExtremes(total, isLeast, type);
      case COUNT_DISTINCT -> new DistinctCodes(total, codes);
      case VAR_POP -> new Moments(total);
      default -> throw new IllegalArgumentException(function.name());
    };
  }

  /**
   * Takes in the tile that the evaluator stands on.
   *
   * @param outside which cells do not count; null when all do
   * @param left how many do not
   */
  void add(TileRuns runs, CellEvaluator cells, boolean[] outside, int left, int rows) {
    Values fill = outside == null ? cells.fill(expression, columns) : null;
    if (fill != null) {
      values.setAll(fill, rows);
    } else {
      values.set(cells.evaluate(expression), outside, left, rows);
    }
    if (values.nullCount() == rows) {
      present.without(runs);
    } else if (values.nullCount() > 0) {
      present.without(runs, values.nulls(), values.nullCount());
    }
    if (!values.isEmpty()) {
      for (Accumulator accumulator : accumulators.values()) {
        accumulator.add(runs, values);
      }
    }
  }

  /** What {@link #add} took in. */
  MeasureValues values() {
    return values;
  }

  PresentCells present() {
    return present;
  }

  /** The sum of a group that is not empty, divided by how many values it has. */
  double mean(int group) {
    Sums sums = (Sums) accumulators.get(Aggregate.Function.SUM);
    return sums.of(group) / present.of(group);
  }

  /** What the results of a function come from that was asked for; not of COUNT. */
  Accumulator accumulator(Aggregate.Function function) {
    return accumulators.get(held(function));
  }
}
