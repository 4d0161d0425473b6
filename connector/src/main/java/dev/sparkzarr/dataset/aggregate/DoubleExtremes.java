package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import java.util.Arrays;

/** Least or greatest floats, in Spark's order: NaN is above all, -0.0 equals 0.0. */
final class DoubleExtremes extends Accumulator {
  private final boolean isLeast;
  private final ColumnType type;
  private final double[] extremes;

  /**
   * @param type of the values
   */
  DoubleExtremes(int groups, boolean isLeast, ColumnType type) {
    this.isLeast = isLeast;
    this.type = type;
    this.extremes = new double[groups];
    Arrays.fill(extremes, nothing());
  }

  /** What any value replaces. */
  private double nothing() {
    return isLeast ? Double.NaN : Double.NEGATIVE_INFINITY;
  }

  @Override
  void add(TileRuns runs, MeasureValues measured) {
    double[] values = measured.doubles(nothing());
    if (isLeast) {
      least(runs, values, measured.isUniform());
    } else {
      greatest(runs, values, measured.isUniform());
    }
  }

  private void least(TileRuns runs, double[] values, boolean isUniform) {
    int[] offsets = runs.offsets();
    for (int run = 0; run < runs.count(); run++) {
      int from = runs.start(run);
      int count = runs.start(run + 1) - from;
      int base = runs.base(run);
      switch (runs.kind()) {
        case FOLD -> {
          double least = extremes[base];
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

  private static double lesser(double known, double value) {
    return value < known || known != known ? value : known;
  }

  private void greatest(TileRuns runs, double[] values, boolean isUniform) {
    int[] offsets = runs.offsets();
    for (int run = 0; run < runs.count(); run++) {
      int from = runs.start(run);
      int count = runs.start(run + 1) - from;
      int base = runs.base(run);
      switch (runs.kind()) {
        case FOLD -> {
          double greatest = extremes[base];
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

  private static double greater(double known, double value) {
    return value > known || value != value ? value : known;
  }

  @Override
  void write(Aggregate.Function function, int group, byte[] bytes, int at) {
    if (type.kind() == ColumnType.Kind.FLOAT32) {
      LittleEndian.float32(bytes, at, (float) extremes[group]);
    } else {
      LittleEndian.float64(bytes, at, extremes[group]);
    }
  }
}
