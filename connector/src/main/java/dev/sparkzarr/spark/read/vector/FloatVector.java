package dev.sparkzarr.spark.read.vector;

import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.TileColumn;
import org.apache.spark.sql.types.DataType;

/** 32-bit floats. */
final class FloatVector extends TileVector {
  private float[] memory = new float[0];
  private float[] values;

  FloatVector(DataType type, TileColumn column) {
    super(type, column);
  }

  @Override
  protected void take(byte[] bytes, int start, int count) {
    if (memory.length < count) {
      memory = new float[count];
    }
    LittleEndian.copy(bytes, start, memory, count);
    values = memory;
  }

  @Override
  protected void forget() {
    values = null;
  }

  private float[] loaded() {
    load();
    return values;
  }

  @Override
  public float getFloat(int row) {
    float[] present = values;
    if (present == null) {
      present = loaded();
    }
    return present[row];
  }

  @Override
  protected boolean isNan(int row) {
    return Float.isNaN(values[row]);
  }

  @Override
  protected boolean hasNan(int count) {
    float[] present = values;
    int found = 0;
    for (int row = 0; row < count; row++) {
      found |= present[row] != present[row] ? 1 : 0;
    }
    return found != 0;
  }
}
