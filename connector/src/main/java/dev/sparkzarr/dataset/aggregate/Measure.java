package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.TileColumn;
import java.util.EnumMap;
import java.util.Map;

/**
 * Everything that is asked of one column: its values are taken from a tile once. For one thread.
 */
final class Measure {
  private final Block block;
  private final PresentCells present;
  private final Map<Aggregate.Function, Accumulator> accumulators =
      new EnumMap<>(Aggregate.Function.class);

  Measure(TileColumn column, LocalGroups groups) {
    this.block = new Block(column);
    this.present = new PresentCells(groups);
  }

  /** Asks for a function of the column; does nothing the second time. */
  void ask(Aggregate aggregate, LocalGroups groups) {
    boolean isLeast = aggregate.function() == Aggregate.Function.MIN;
    switch (aggregate.function()) {
      case SUM ->
          accumulators.computeIfAbsent(
              aggregate.function(),
              f -> block.isFloat() ? new DoubleSums(groups.total()) : new LongSums(groups.total()));
      case MIN, MAX ->
          accumulators.computeIfAbsent(
              aggregate.function(),
              f ->
                  block.isFloat()
                      ? new DoubleExtremes(groups.total(), isLeast, aggregate.type())
                      : new LongExtremes(groups.total(), isLeast, aggregate.type()));
      default -> {
        // what is present is counted for all
      }
    }
  }

  /** Takes in the tile that the reader stands on. */
  void add(TileRuns runs, int rows) {
    block.load(rows);
    present.add(runs, block);
    for (Accumulator accumulator : accumulators.values()) {
      accumulator.add(runs, block);
    }
  }

  PresentCells present() {
    return present;
  }

  Accumulator accumulator(Aggregate.Function function) {
    return accumulators.get(function);
  }
}
