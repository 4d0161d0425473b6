package dev.sparkzarr.spark.read.vector;

import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.TileColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;

/** Unsigned 64-bit integers as decimal(20,0). */
final class UnsignedLongVector extends TileVector {
  private long[] memory = new long[0];
  private long[] values;

  UnsignedLongVector(DataType type, TileColumn column) {
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
  public Decimal getDecimal(int row, int precision, int scale) {
    long[] present = values;
    if (present == null) {
      present = loaded();
    }
    return UnsignedDecimal.of(present[row]);
  }
}
