package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.LittleEndian;

/**
 * Sums of floats in double precision. A run of one group is summed in eight lanes, and runs are
 * added with Neumaier's compensation (A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur
 * Summation endlicher Summen, 1974), so that the result hardly depends on how chunks cut it; cells
 * that are added one by one come in the order of the chunks.
 */
final class DoubleSums extends Accumulator implements Sums {
  private final double[] sums;

  /** What rounding lost; made when runs of one group are added. */
  private double[] lost;

  DoubleSums(int groups) {
    sums = new double[groups];
  }

  @Override
  void add(TileRuns runs, MeasureValues measured) {
    double[] values = measured.doubles(0);
    switch (runs.kind()) {
      case FOLD -> fold(runs, values, measured.isUniform());
      case STEP -> step(runs, values);
      case SCATTER -> scatter(runs, values);
    }
  }

  private void fold(TileRuns runs, double[] values, boolean isUniform) {
    if (lost == null) {
      lost = new double[sums.length];
    }
    for (int run = 0; run < runs.count(); run++) {
      int group = runs.base(run);
      int from = runs.start(run);
      int to = runs.start(run + 1);
      double term = isUniform ? values[from] * (to - from) : sum(values, from, to);
      double before = sums[group];
      double after = before + term;
      if (Math.abs(after) <= Double.MAX_VALUE) { // else infinite or NaN, where nothing is lost
        lost[group] +=
            Math.abs(before) >= Math.abs(term) ? (before - after) + term : (term - after) + before;
      }
      sums[group] = after;
    }
  }

  /** The sum of values in eight lanes. */
  static double sum(double[] values, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    int i = from;
    for (; i < to - 7; i += 8) {
      a += values[i];
      b += values[i + 1];
      c += values[i + 2];
      d += values[i + 3];
      e += values[i + 4];
      f += values[i + 5];
      g += values[i + 6];
      h += values[i + 7];
    }
    for (; i < to; i++) {
      a += values[i];
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  private void step(TileRuns runs, double[] values) {
    for (int run = 0; run < runs.count(); run++) {
      step(values, runs.start(run), sums, runs.base(run), runs.start(run + 1) - runs.start(run));
    }
  }

  private static void step(double[] values, int from, double[] sums, int base, int count) {
    for (int i = 0; i < count; i++) {
      sums[base + i] += values[from + i];
    }
  }

  private void scatter(TileRuns runs, double[] values) {
    int[] offsets = runs.offsets();
    for (int run = 0; run < runs.count(); run++) {
      int from = runs.start(run);
      int count = runs.start(run + 1) - from;
      int base = runs.base(run);
      for (int i = 0; i < count; i++) {
        sums[base + offsets[i]] += values[from + i];
      }
    }
  }

  @Override
  public double of(int group) {
    return lost == null ? sums[group] : sums[group] + lost[group];
  }

  @Override
  void write(Aggregate.Function function, int group, byte[] bytes, int at) {
    LittleEndian.float64(bytes, at, of(group));
  }
}
