package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;

/** Texts and bytes. */
final class BytesIndex extends AxisIndex {
  private static final long serialVersionUID = 1L;

  private final BytesPositions positions = new BytesPositions();

  BytesIndex(Axis axis, WriteError error) {
    super(axis);
    for (int i = 0; i < axis.length(); i++) {
      byte[] value = axis.bytesAt(i);
      if (!positions.add(value, 0, value.length)) {
        throw twice(error, axis, positions.find(value, 0, value.length), i);
      }
    }
  }

  @Override
  public long find(byte[] bytes, int offset, int length) {
    return positions.find(bytes, offset, length);
  }
}
