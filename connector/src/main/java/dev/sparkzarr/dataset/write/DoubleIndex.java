package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;

/**
 * Floats. Where they are evenly spaced, as far as floats can be, the index is guessed by arithmetic
 * and the value there compared; otherwise it is looked up. Equality is exact but for the sign of
 * zero.
 */
final class DoubleIndex extends AxisIndex {
  private static final long serialVersionUID = 1L;

  private final double[] values;
  private final LongPositions positions;
  private final double start;
  private final double perStep;

  DoubleIndex(Axis axis, WriteError error) {
    super(axis);
    int length = (int) axis.length();
    values = new double[length];
    for (int i = 0; i < length; i++) {
      double value = axis.doubleAt(i) + 0.0; // -0.0 becomes 0.0
      if (Double.isNaN(value)) {
        throw error.because(
            "dimension '"
                + axis.name()
                + "' is NaN at index "
                + i
                + ", and NaN does not tell where a row belongs. Give its values with the option"
                + " axes.");
      }
      values[i] = value;
    }
    start = length == 0 ? 0 : values[0];
    perStep = length < 2 ? 0 : (length - 1) / (values[length - 1] - start);
    positions = isEven() ? null : hashed(axis, error);
  }

  private LongPositions hashed(Axis axis, WriteError error) {
    LongPositions hashed = new LongPositions(values.length);
    for (int i = 0; i < values.length; i++) {
      long bits = Double.doubleToRawLongBits(values[i]);
      if (!hashed.add(bits)) {
        throw twice(error, axis, hashed.find(bits), i);
      }
    }
    return hashed;
  }

  /** No two indexes have one value then: a guess is one index. */
  private boolean isEven() {
    for (int i = 0; i < values.length; i++) {
      if (guess(values[i]) != i) {
        return false;
      }
    }
    return true;
  }

  private int guess(double value) {
    return (int) Math.rint((value - start) * perStep);
  }

  @Override
  public long find(double value) {
    double wanted = value + 0.0;
    if (positions == null) {
      int index = guess(wanted);
      return index >= 0 && index < values.length && values[index] == wanted ? index : -1;
    }
    return positions.find(Double.doubleToRawLongBits(wanted));
  }
}
