package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;

/** Whole numbers at any distances. */
final class HashedLongIndex extends AxisIndex {
  private static final long serialVersionUID = 1L;

  private final LongPositions positions;

  HashedLongIndex(Axis axis, WriteError error) {
    super(axis);
    positions = new LongPositions((int) axis.length());
    for (int i = 0; i < axis.length(); i++) {
      if (!positions.add(axis.longAt(i))) {
        throw twice(error, axis, positions.find(axis.longAt(i)), i);
      }
    }
  }

  @Override
  public long find(long value) {
    return positions.find(value);
  }
}
