package dev.sparkzarr.dataset.aggregate;

/**
 * What the kernels do, written down for one array of floats that has every value: no NULL, no
 * selection, no choice at run time. The ceiling.
 */
final class PlainLoops {
  private final int hours;
  private final int rows;
  private final int columns;
  private final double[] weights;
  private final double[] doubles;
  private final double[] squares;
  private final float[] floats;

  PlainLoops(int hours, int rows, int columns, double[] weights) {
    this.hours = hours;
    this.rows = rows;
    this.columns = columns;
    this.weights = weights;
    this.doubles = new double[rows * columns];
    this.squares = new double[rows * columns];
    this.floats = new float[rows * columns];
  }

  /** Runs over one chunk; gives something that depends on all of it. */
  double run(KernelCase query, float[] t) {
    return switch (query) {
      case SUM, AVG -> sum(t, 0, t.length);
      case MIN -> least(t);
      case MAX -> greatest(t, 0, t.length);
      case COUNT -> present(t);
      case STDDEV -> deviations(t);
      case SUM_BY_TIME -> byTime(t);
      case SUM_BY_LATITUDE -> byLatitude(t);
      case MAX_BY_LATITUDE -> greatestByLatitude(t);
      case SUM_BY_LONGITUDE -> byLongitude(t);
      case SUM_BY_CELL -> byCell(t);
      case MIN_BY_CELL -> leastByCell(t);
      case MAX_BY_CELL -> greatestByCell(t);
      case STDDEV_BY_CELL -> deviationsByCell(t);
      case WEIGHTED_SUM, WEIGHTED_SUM_BY_TIME -> weighted(t);
      case MASKED_COUNT -> maskedCount(t);
      case MASKED_SUM -> maskedSum(t);
      case MASKED_SUM_BY_CELL -> maskedByCell(t);
    };
  }

  private static double sum(float[] t, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      a += t[i];
      b += t[i + 1];
      c += t[i + 2];
      d += t[i + 3];
    }
    for (; i < to; i++) {
      a += t[i];
    }
    return a + b + c + d;
  }

  private static double least(float[] t) {
    float least = t[0];
    for (float value : t) {
      least = Math.min(least, value);
    }
    return least;
  }

  private static double greatest(float[] t, int from, int to) {
    float greatest = t[from];
    for (int i = from; i < to; i++) {
      greatest = Math.max(greatest, t[i]);
    }
    return greatest;
  }

  private static double present(float[] t) {
    int count = 0;
    for (float value : t) {
      count += value == value ? 1 : 0;
    }
    return count;
  }

  private static double deviations(float[] t) {
    double mean = sum(t, 0, t.length) / t.length;
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    for (int i = 0; i < t.length; i += 4) {
      a += (t[i] - mean) * (t[i] - mean);
      b += (t[i + 1] - mean) * (t[i + 1] - mean);
      c += (t[i + 2] - mean) * (t[i + 2] - mean);
      d += (t[i + 3] - mean) * (t[i + 3] - mean);
    }
    return a + b + c + d;
  }

  private double byTime(float[] t) {
    int size = rows * columns;
    for (int hour = 0; hour < hours; hour++) {
      doubles[hour] += sum(t, hour * size, (hour + 1) * size);
    }
    return doubles[0];
  }

  private double byLatitude(float[] t) {
    for (int row = 0; row < hours * rows; row++) {
      doubles[row % rows] += sum(t, row * columns, (row + 1) * columns);
    }
    return doubles[0];
  }

  private double greatestByLatitude(float[] t) {
    for (int row = 0; row < hours * rows; row++) {
      doubles[row % rows] =
          Math.max(doubles[row % rows], greatest(t, row * columns, (row + 1) * columns));
    }
    return doubles[0];
  }

  private double byLongitude(float[] t) {
    for (int row = 0; row < hours * rows; row++) {
      for (int i = 0; i < columns; i++) {
        doubles[i] += t[row * columns + i];
      }
    }
    return doubles[0];
  }

  private double byCell(float[] t) {
    int size = rows * columns;
    for (int hour = 0; hour < hours; hour++) {
      for (int i = 0; i < size; i++) {
        doubles[i] += t[hour * size + i];
      }
    }
    return doubles[0];
  }

  private double leastByCell(float[] t) {
    int size = rows * columns;
    for (int hour = 0; hour < hours; hour++) {
      for (int i = 0; i < size; i++) {
        floats[i] = Math.min(floats[i], t[hour * size + i]);
      }
    }
    return floats[0];
  }

  private double greatestByCell(float[] t) {
    int size = rows * columns;
    for (int hour = 0; hour < hours; hour++) {
      for (int i = 0; i < size; i++) {
        floats[i] = Math.max(floats[i], t[hour * size + i]);
      }
    }
    return floats[0];
  }

  private double deviationsByCell(float[] t) {
    int size = rows * columns;
    for (int hour = 0; hour < hours; hour++) {
      double count = hour + 1;
      for (int i = 0; i < size; i++) {
        double delta = t[hour * size + i] - doubles[i];
        double shift = delta / count;
        doubles[i] += shift;
        squares[i] += delta * (delta - shift);
      }
    }
    return squares[0];
  }

  private double weighted(float[] t) {
    double sum = 0;
    for (int row = 0; row < hours * rows; row++) {
      sum += weights[row % rows] * sum(t, row * columns, (row + 1) * columns);
    }
    return sum;
  }

  private static double maskedCount(float[] t) {
    int count = 0;
    for (float value : t) {
      count += value > KernelCase.THRESHOLD ? 1 : 0;
    }
    return count;
  }

  private static double maskedSum(float[] t) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    for (int i = 0; i < t.length; i += 4) {
      a += t[i] > KernelCase.THRESHOLD ? t[i] : 0;
      b += t[i + 1] > KernelCase.THRESHOLD ? t[i + 1] : 0;
      c += t[i + 2] > KernelCase.THRESHOLD ? t[i + 2] : 0;
      d += t[i + 3] > KernelCase.THRESHOLD ? t[i + 3] : 0;
    }
    return a + b + c + d;
  }

  private double maskedByCell(float[] t) {
    int size = rows * columns;
    for (int hour = 0; hour < hours; hour++) {
      for (int i = 0; i < size; i++) {
        float value = t[hour * size + i];
        doubles[i] += value > KernelCase.THRESHOLD ? value : 0;
      }
    }
    return doubles[0];
  }
}
