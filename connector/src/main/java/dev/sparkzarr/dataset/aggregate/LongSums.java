package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.LittleEndian;

/** Sums of integers in 64 bits, which hold them: {@link AggregateScan#sumsHold}. */
final class LongSums extends Accumulator implements Sums {
  private final long[] sums;

  LongSums(int groups) {
    sums = new long[groups];
  }

  @Override
  void add(TileRuns runs, MeasureValues measured) {
    long[] values = measured.longs(0);
    int[] offsets = runs.offsets();
    for (int run = 0; run < runs.count(); run++) {
      int from = runs.start(run);
      int count = runs.start(run + 1) - from;
      int base = runs.base(run);
      switch (runs.kind()) {
        case FOLD -> {
          if (measured.isUniform()) {
            sums[base] += values[from] * count;
            continue;
          }
          long sum = 0;
          for (int i = 0; i < count; i++) {
            sum += values[from + i];
          }
          sums[base] += sum;
        }
        case STEP -> {
          for (int i = 0; i < count; i++) {
            sums[base + i] += values[from + i];
          }
        }
        case SCATTER -> {
          for (int i = 0; i < count; i++) {
            sums[base + offsets[i]] += values[from + i];
          }
        }
      }
    }
  }

  @Override
  public double of(int group) {
    return sums[group];
  }

  @Override
  void write(Aggregate.Function function, int group, byte[] bytes, int at) {
    LittleEndian.int64(bytes, at, sums[group]);
  }
}
