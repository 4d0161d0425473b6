package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.LittleEndian;

/**
 * Counts, means and sums of products of deviations of two measures, which covariances and
 * correlations come from; added up as {@link Moments} are. Cells where either measure is NULL do
 * not count.
 */
final class Comoments {
  private final double[] counts;
  private final double[] xMeans;
  private final double[] yMeans;
  private final double[] products;
  private final double[] xDeviations;
  private final double[] yDeviations;
  private double[] presentX = new double[0];
  private double[] presentY = new double[0];

  Comoments(int groups) {
    counts = new double[groups];
    xMeans = new double[groups];
    yMeans = new double[groups];
    products = new double[groups];
    xDeviations = new double[groups];
    yDeviations = new double[groups];
  }

  void add(TileRuns runs, MeasureValues x, MeasureValues y) {
    double[] xs = x.doubles();
    double[] ys = y.doubles();
    boolean[] noX = x.missingCount() > 0 ? x.missing() : null;
    boolean[] noY = y.missingCount() > 0 ? y.missing() : null;
    int[] offsets = runs.offsets();
    for (int run = 0; run < runs.count(); run++) {
      int from = runs.start(run);
      int to = runs.start(run + 1);
      int base = runs.base(run);
      if (runs.kind() == TileRuns.Kind.FOLD) {
        fold(base, xs, ys, noX, noY, from, to);
        continue;
      }
      boolean isStep = runs.kind() == TileRuns.Kind.STEP;
      for (int i = from; i < to; i++) {
        if (isPresent(noX, noY, i)) {
          add(base + (isStep ? i - from : offsets[i - from]), xs[i], ys[i]);
        }
      }
    }
  }

  private static boolean isPresent(boolean[] noX, boolean[] noY, int i) {
    return (noX == null || !noX[i]) && (noY == null || !noY[i]);
  }

  private void add(int group, double x, double y) {
    double count = counts[group] + 1;
    double dx = x - xMeans[group];
    double dy = y - yMeans[group];
    counts[group] = count;
    xMeans[group] += dx / count;
    yMeans[group] += dy / count;
    products[group] += dx * (y - yMeans[group]);
    xDeviations[group] += dx * (x - xMeans[group]);
    yDeviations[group] += dy * (y - yMeans[group]);
  }

  private void fold(
      int group, double[] xs, double[] ys, boolean[] noX, boolean[] noY, int from, int to) {
    if (noX == null && noY == null) {
      fold(group, xs, ys, from, to);
      return;
    }
    if (presentX.length < to - from) {
      presentX = new double[to - from];
      presentY = new double[to - from];
    }
    int count = 0;
    for (int i = from; i < to; i++) {
      presentX[count] = xs[i];
      presentY[count] = ys[i];
      count += isPresent(noX, noY, i) ? 1 : 0;
    }
    fold(group, presentX, presentY, 0, count);
  }

  private void fold(int group, double[] xs, double[] ys, int from, int to) {
    int count = to - from;
    double xMean = count == 0 ? Double.NaN : RunMoments.mean(xs, from, to);
    double yMean = count == 0 ? Double.NaN : RunMoments.mean(ys, from, to);
    if (Math.abs(xMean) <= Double.MAX_VALUE && Math.abs(yMean) <= Double.MAX_VALUE) {
      double before = counts[group];
      double all = before + count;
      double dx = xMean - xMeans[group];
      double dy = yMean - yMeans[group];
      double weight = before * count;
      counts[group] = all;
      xMeans[group] += dx / all * count;
      yMeans[group] += dy / all * count;
      products[group] +=
          RunMoments.products(xs, xMean, ys, yMean, from, to) + dx * (dy / all) * weight;
      xDeviations[group] +=
          RunMoments.products(xs, xMean, xs, xMean, from, to) + dx * (dx / all) * weight;
      yDeviations[group] +=
          RunMoments.products(ys, yMean, ys, yMean, from, to) + dy * (dy / all) * weight;
      return;
    }
    for (int i = from; i < to; i++) { // infinite, NaN, or too large to be added up
      add(group, xs[i], ys[i]);
    }
  }

  /**
   * Writes a group's result.
   *
   * @param bytes receives it as its element {@code at}
   * @return false when it is NULL
   * @throws DatasetException for STRICT_CORR where either measure does not vary
   */
  boolean write(Aggregate.Function function, int group, byte[] bytes, int at) {
    double count = counts[group];
    double divisor =
        switch (function) {
          case COVAR_POP -> count;
          case COVAR_SAMP -> count - 1;
          case CORR, STRICT_CORR -> Math.sqrt(xDeviations[group] * yDeviations[group]);
          default -> throw new IllegalArgumentException(function.name());
        };
    if (count < function.least()) {
      return false;
    }
    if (divisor == 0) {
      if (function == Aggregate.Function.STRICT_CORR) {
        throw new DatasetException(
            "Cannot compute corr: in one group a value does not vary, and with"
                + " spark.sql.ansi.enabled the division by zero is an error. Leave such groups out,"
                + " or set it to false for NULL.");
      }
      return false;
    }
    LittleEndian.float64(bytes, at, products[group] / divisor);
    return true;
  }
}
