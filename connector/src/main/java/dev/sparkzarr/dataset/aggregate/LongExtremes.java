package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import java.util.Arrays;

/** Least or greatest integers, booleans or times. */
final class LongExtremes extends Accumulator {
  private final boolean isLeast;
  private final ColumnType type;
  private final long[] extremes;

  /**
   * @param type of the values
   */
  LongExtremes(int groups, boolean isLeast, ColumnType type) {
    this.isLeast = isLeast;
    this.type = type;
    this.extremes = new long[groups];
    Arrays.fill(extremes, nothing());
  }

  /** What stands where there is no value. */
  private long nothing() {
    return isLeast ? Long.MAX_VALUE : Long.MIN_VALUE;
  }

  @Override
  void add(TileRuns runs, MeasureValues measured) {
    long[] values = measured.longs(nothing());
    if (isLeast) {
      least(runs, values, measured.isUniform());
    } else {
      greatest(runs, values, measured.isUniform());
    }
  }

  private void least(TileRuns runs, long[] values, boolean isUniform) {
    int[] offsets = runs.offsets();
    for (int run = 0; run < runs.count(); run++) {
      int from = runs.start(run);
      int count = runs.start(run + 1) - from;
      int base = runs.base(run);
      switch (runs.kind()) {
        case FOLD -> {
          long least = extremes[base];
          int last = isUniform ? 1 : count;
          for (int i = 0; i < last; i++) {
            least = lesser(least, values[from + i]);
          }
          extremes[base] = least;
        }
        case STEP -> {
          for (int i = 0; i < count; i++) {
            extremes[base + i] = lesser(extremes[base + i], values[from + i]);
          }
        }
        case SCATTER -> {
          for (int i = 0; i < count; i++) {
            int group = base + offsets[i];
            extremes[group] = lesser(extremes[group], values[from + i]);
          }
        }
      }
    }
  }

  private static long lesser(long known, long value) {
    return Math.min(known, value);
  }

  private void greatest(TileRuns runs, long[] values, boolean isUniform) {
    int[] offsets = runs.offsets();
    for (int run = 0; run < runs.count(); run++) {
      int from = runs.start(run);
      int count = runs.start(run + 1) - from;
      int base = runs.base(run);
      switch (runs.kind()) {
        case FOLD -> {
          long greatest = extremes[base];
          int last = isUniform ? 1 : count;
          for (int i = 0; i < last; i++) {
            greatest = greater(greatest, values[from + i]);
          }
          extremes[base] = greatest;
        }
        case STEP -> {
          for (int i = 0; i < count; i++) {
            extremes[base + i] = greater(extremes[base + i], values[from + i]);
          }
        }
        case SCATTER -> {
          for (int i = 0; i < count; i++) {
            int group = base + offsets[i];
            extremes[group] = greater(extremes[group], values[from + i]);
          }
        }
      }
    }
  }

  private static long greater(long known, long value) {
    return Math.max(known, value);
  }

  @Override
  void write(Aggregate.Function function, int group, byte[] bytes, int at) {
    long value = extremes[group];
    switch (type.width()) {
      case 1 -> bytes[at] = (byte) value;
      case 2 -> LittleEndian.int16(bytes, at, (short) value);
      case 4 -> LittleEndian.int32(bytes, at, (int) value);
      default -> LittleEndian.int64(bytes, at, value);
    }
  }
}
