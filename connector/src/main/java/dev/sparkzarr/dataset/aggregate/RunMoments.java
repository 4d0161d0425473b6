package dev.sparkzarr.dataset.aggregate;

/**
 * Means and deviations of the values of one run. In four lanes each, so that they are computed side
 * by side.
 */
final class RunMoments {
  private RunMoments() {}

  /**
   * @return the mean of values, of which there is one at least; of equal values just that value
   */
  static double mean(double[] values, int from, int to) {
    double first = values[from];
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      a += values[i] - first;
      b += values[i + 1] - first;
      c += values[i + 2] - first;
      d += values[i + 3] - first;
    }
    for (; i < to; i++) {
      a += values[i] - first;
    }
    return first + ((a + b) + (c + d)) / (to - from);
  }

  /**
   * @return the sum of products of deviations from two means
   */
  static double products(double[] xs, double xMean, double[] ys, double yMean, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      a += (xs[i] - xMean) * (ys[i] - yMean);
      b += (xs[i + 1] - xMean) * (ys[i + 1] - yMean);
      c += (xs[i + 2] - xMean) * (ys[i + 2] - yMean);
      d += (xs[i + 3] - xMean) * (ys[i + 3] - yMean);
    }
    for (; i < to; i++) {
      a += (xs[i] - xMean) * (ys[i] - yMean);
    }
    return (a + b) + (c + d);
  }
}
