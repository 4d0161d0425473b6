package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.LittleEndian;

/**
 * Counts, means and sums of squared deviations of groups, which variances come from. Cells that are
 * added one by one are added as Spark adds rows (B. P. Welford, Note on a method for calculating
 * corrected sums of squares and products, 1962); a run of one group is added as Spark merges
 * partitions (T. F. Chan et al., Updating formulae and a pairwise algorithm for computing sample
 * variances, 1979), its own deviations from its own mean. Of equal values the deviations are 0
 * exactly, whatever their order.
 */
final class Moments extends Accumulator {
  private final double[] counts;
  private final double[] means;
  private final double[] deviations;
  private double[] present = new double[0];

  Moments(int groups) {
    counts = new double[groups];
    means = new double[groups];
    deviations = new double[groups];
  }

  @Override
  void add(TileRuns runs, MeasureValues measured) {
    double[] values = measured.doubles();
    boolean[] missing = measured.missingCount() > 0 ? measured.missing() : null;
    int[] offsets = runs.offsets();
    for (int run = 0; run < runs.count(); run++) {
      int from = runs.start(run);
      int to = runs.start(run + 1);
      int base = runs.base(run);
      switch (runs.kind()) {
        case FOLD -> fold(base, values, missing, from, to);
        case STEP -> {
          for (int i = from; i < to; i++) {
            if (missing == null || !missing[i]) {
              add(base + i - from, values[i]);
            }
          }
        }
        case SCATTER -> {
          for (int i = from; i < to; i++) {
            if (missing == null || !missing[i]) {
              add(base + offsets[i - from], values[i]);
            }
          }
        }
      }
    }
  }

  private void add(int group, double value) {
    double count = counts[group] + 1;
    double delta = value - means[group];
    double shift = delta / count;
    counts[group] = count;
    means[group] += shift;
    deviations[group] += delta * (delta - shift);
  }

  private void fold(int group, double[] values, boolean[] missing, int from, int to) {
    if (missing == null) {
      fold(group, values, from, to);
      return;
    }
    if (present.length < to - from) {
      present = new double[to - from];
    }
    int count = 0;
    for (int i = from; i < to; i++) {
      present[count] = values[i];
      count += missing[i] ? 0 : 1;
    }
    fold(group, present, 0, count);
  }

  private void fold(int group, double[] values, int from, int to) {
    int count = to - from;
    double mean = count == 0 ? Double.NaN : RunMoments.mean(values, from, to);
    if (Math.abs(mean) <= Double.MAX_VALUE) {
      merge(group, count, mean, RunMoments.products(values, mean, values, mean, from, to));
      return;
    }
    for (int i = from; i < to; i++) { // infinite, NaN, or too large to be added up
      add(group, values[i]);
    }
  }

  private void merge(int group, double count, double mean, double deviation) {
    double before = counts[group];
    double all = before + count;
    double delta = mean - means[group];
    double shift = delta / all;
    counts[group] = all;
    means[group] += shift * count;
    deviations[group] += deviation + delta * shift * before * count;
  }

  /** Of a group that has enough values for the function. */
  @Override
  void write(Aggregate.Function function, int group, byte[] bytes, int at) {
    double count = counts[group];
    double variance = deviations[group] / (function.least() == 2 ? count - 1 : count);
    boolean isRoot =
        function == Aggregate.Function.STDDEV_POP || function == Aggregate.Function.STDDEV_SAMP;
    LittleEndian.float64(bytes, at, isRoot ? Math.sqrt(variance) : variance);
  }
}
