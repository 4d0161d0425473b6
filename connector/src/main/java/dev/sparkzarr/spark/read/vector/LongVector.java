package dev.sparkzarr.spark.read.vector;

import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.TileColumn;
import org.apache.spark.sql.types.DataType;

/** 64-bit integers, timestamps and intervals in microseconds. */
final class LongVector extends TileVector {
  private long[] memory = new long[0];
  private long[] values;

  LongVector(DataType type, TileColumn column) {
    super(type, column);
  }

  @Override
  protected void take(byte[] bytes, int start, int count) {
    if (memory.length < count) {
      memory = new long[count];
    }
    LittleEndian.copy(bytes, start, memory, count);
    values = memory;
  }

  @Override
  protected void forget() {
    values = null;
  }

  private long[] loaded() {
    load();
    return values;
  }

  @Override
  public long getLong(int row) {
    long[] present = values;
    if (present == null) {
      present = loaded();
    }
    return present[row];
  }
}
