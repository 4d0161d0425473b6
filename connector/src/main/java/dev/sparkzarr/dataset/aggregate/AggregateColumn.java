package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.LittleEndian;

/** An aggregate's results. */
final class AggregateColumn extends GroupColumn {
  private final Aggregate aggregate;
  private final PresentCells passing;
  private final Measure measure;

  /**
   * @param passing the cells that count at all
   * @param measure of the aggregate; null for COUNT_ALL
   */
  AggregateColumn(Aggregate aggregate, PresentCells passing, Measure measure, int most) {
    super(aggregate.type(), most);
    this.aggregate = aggregate;
    this.passing = passing;
    this.measure = measure;
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
      default -> {
        measure.accumulator(aggregate.function()).write(group, bytes, at);
        return measure.present().of(group) > 0;
      }
    }
    return true;
  }
}
