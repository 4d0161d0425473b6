package dev.sparkzarr.spark.read.vector;

import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.TileColumn;
import org.apache.spark.sql.types.DataType;

/** 16-bit integers. */
final class ShortVector extends TileVector {
  private short[] memory = new short[0];
  private short[] values;

  ShortVector(DataType type, TileColumn column) {
    super(type, column);
  }

  @Override
  protected void take(byte[] bytes, int start, int count) {
    if (memory.length < count) {
      memory = new short[count];
    }
    LittleEndian.copy(bytes, start, memory, count);
    values = memory;
  }

  @Override
  protected void forget() {
    values = null;
  }

  private short[] loaded() {
    load();
    return values;
  }

  @Override
  public short getShort(int row) {
    short[] present = values;
    if (present == null) {
      present = loaded();
    }
    return present[row];
  }
}
