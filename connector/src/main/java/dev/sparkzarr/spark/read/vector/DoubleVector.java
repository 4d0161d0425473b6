package dev.sparkzarr.spark.read.vector;

import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.TileColumn;
import org.apache.spark.sql.types.DataType;

/** 64-bit floats. */
final class DoubleVector extends TileVector {
  private double[] memory = new double[0];
  private double[] values;

  DoubleVector(DataType type, TileColumn column) {
    super(type, column);
  }

  @Override
  protected void take(byte[] bytes, int start, int count) {
    if (memory.length < count) {
      memory = new double[count];
    }
    LittleEndian.copy(bytes, start, memory, count);
    values = memory;
  }

  @Override
  protected void forget() {
    values = null;
  }

  private double[] loaded() {
    load();
    return values;
  }

  @Override
  public double getDouble(int row) {
    double[] present = values;
    if (present == null) {
      present = loaded();
    }
    return present[row];
  }

  @Override
  protected boolean isNan(int row) {
    return Double.isNaN(values[row]);
  }

  @Override
  protected boolean hasNan(int count) {
    double[] present = values;
    int found = 0;
    for (int row = 0; row < count; row++) {
      found |= present[row] != present[row] ? 1 : 0;
    }
    return found != 0;
  }
}
