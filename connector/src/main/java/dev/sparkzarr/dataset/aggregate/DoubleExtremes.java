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
          int to = from + (isUniform ? 1 : count);
          extremes[base] = lesser(extremes[base], least(values, from, to));
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

  /** Of one value at least, in four lanes. */
  private static double least(double[] values, int from, int to) {
    double a = values[from];
    double b = a;
    double c = a;
    double d = a;
    int i = from;
    for (; i < to - 3; i += 4) {
      a = lesser(a, values[i]);
      b = lesser(b, values[i + 1]);
      c = lesser(c, values[i + 2]);
      d = lesser(d, values[i + 3]);
    }
    for (; i < to; i++) {
      a = lesser(a, values[i]);
    }
    return lesser(lesser(a, b), lesser(c, d));
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
          int to = from + (isUniform ? 1 : count);
          extremes[base] = greater(extremes[base], greatest(values, from, to));
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

  /** Of one value at least, in four lanes. */
  private static double greatest(double[] values, int from, int to) {
    double a = values[from];
    double b = a;
    double c = a;
    double d = a;
    int i = from;
    for (; i < to - 3; i += 4) {
      a = greater(a, values[i]);
      b = greater(b, values[i + 1]);
      c = greater(c, values[i + 2]);
      d = greater(d, values[i + 3]);
    }
    for (; i < to; i++) {
      a = greater(a, values[i]);
    }
    return greater(greater(a, b), greater(c, d));
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
