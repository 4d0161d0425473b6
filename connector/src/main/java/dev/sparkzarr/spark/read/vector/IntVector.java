package dev.sparkzarr.spark.read.vector;

import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.TileColumn;
import org.apache.spark.sql.types.DataType;

/** 32-bit integers. */
final class IntVector extends TileVector {
  private int[] memory = new int[0];
  private int[] values;

  IntVector(DataType type, TileColumn column) {
    super(type, column);
  }

  @Override
  protected void take(byte[] bytes, int start, int count) {
    if (memory.length < count) {
      memory = new int[count];
    }
    LittleEndian.copy(bytes, start, memory, count);
    values = memory;
  }

  @Override
  protected void forget() {
    values = null;
  }

  private int[] loaded() {
    load();
    return values;
  }

  @Override
  public int getInt(int row) {
    int[] present = values;
    if (present == null) {
      present = loaded();
    }
    return present[row];
  }
}
