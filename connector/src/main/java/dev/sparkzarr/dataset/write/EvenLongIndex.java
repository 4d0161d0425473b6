package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;

/** Whole numbers at even distances: found by a division. */
final class EvenLongIndex extends AxisIndex {
  private static final long serialVersionUID = 1L;

  private final long start;
  private final long step;
  private final long length;

  /**
   * @param step not 0
   */
  EvenLongIndex(Axis axis, long start, long step) {
    super(axis);
    this.start = start;
    this.step = step;
    this.length = axis.length();
  }

  /**
   * @return the distance between any value and the next; 0 when distances differ, do not fit a
   *     long, or values are counted without sign; 1 for fewer than two values
   */
  static long step(Axis axis) {
    if (axis.type().kind() == ColumnType.Kind.UINT64) {
      return 0;
    }
    if (axis.length() == 0) {
      return 0;
    }
    long first = axis.longAt(0);
    long last = axis.longAt(axis.length() - 1);
    if (last - first != 0 && (last > first) != (last - first > 0)) {
      return 0;
    }
    if (axis.length() == 1) {
      return 1;
    }
    long step = axis.longAt(1) - first;
    for (long i = 1; i < axis.length(); i++) {
      long before = axis.longAt(i - 1);
      long value = axis.longAt(i);
      if (value - before != step || value > before != step > 0) {
        return 0;
      }
    }
    return step;
  }

  long step() {
    return step;
  }

  @Override
  public long find(long value) {
    long distance = value - start;
    if (((value ^ start) & (value ^ distance)) < 0) {
      return -1; // farther than any two values of the axis
    }
    long index = distance / step;
    return index >= 0 && index < length && index * step == distance ? index : -1;
  }
}
