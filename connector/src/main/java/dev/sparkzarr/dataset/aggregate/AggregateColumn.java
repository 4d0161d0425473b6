package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.LittleEndian;

/** An aggregate's results. */
final class AggregateColumn extends GroupColumn {
  private final Aggregate aggregate;
  private final LocalGroups groups;
  private final Measure measure;

  /**
   * @param measure of the aggregate's column; null for COUNT_ALL
   */
  AggregateColumn(Aggregate aggregate, LocalGroups groups, Measure measure, int most) {
    super(aggregate.type(), most);
    this.aggregate = aggregate;
    this.groups = groups;
    this.measure = measure;
  }

  @Override
  void fill(int first, int count) {
    switch (aggregate.function()) {
      case COUNT_ALL -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int64(bytes, i, groups.cells(first + i));
        }
      }
      case COUNT -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int64(bytes, i, measure.present().of(first + i));
        }
      }
      default -> {
        measure.accumulator(aggregate.function()).write(first, count, bytes);
        for (int i = 0; i < count; i++) {
          missing[i] = measure.present().of(first + i) == 0;
        }
      }
    }
  }
}
