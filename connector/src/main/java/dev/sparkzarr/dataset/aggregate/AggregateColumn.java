package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.LittleEndian;

/** An aggregate's results. */
final class AggregateColumn extends GroupColumn {
  private final Aggregate aggregate;
  private final PresentCells passing;
  private final Measure measure;
  private final MeasurePair pair;

  /**
   * @param passing the cells that count at all
   * @param measure of the aggregate; null for COUNT_ALL
   * @param pair of the aggregate's measures; null unless there are two
   */
  AggregateColumn(
      Aggregate aggregate, PresentCells passing, Measure measure, MeasurePair pair, int most) {
    super(aggregate.type(), most);
    this.aggregate = aggregate;
    this.passing = passing;
    this.measure = measure;
    this.pair = pair;
  }

  @Override
  boolean put(int group, int at) {
    switch (aggregate.function()) {
      case COUNT_ALL -> LittleEndian.int64(bytes, at, passing.of(group));
      case COUNT -> LittleEndian.int64(bytes, at, measure.present().of(group));
      case AVG -> {
        boolean isPresent = measure.present().of(group) > 0;
        LittleEndian.float64(bytes, at, isPresent ? measure.mean(group) : 0);
        return isPresent;
      }
      case COVAR_POP, COVAR_SAMP, CORR, STRICT_CORR -> {
        return pair.comoments().write(aggregate.function(), group, bytes, at);
      }
      default -> {
        Aggregate.Function function = aggregate.function();
        measure.accumulator(function).write(function, group, bytes, at);
        return function == Aggregate.Function.COUNT_DISTINCT
            || measure.present().of(group) >= function.least();
      }
    }
    return true;
  }
}
