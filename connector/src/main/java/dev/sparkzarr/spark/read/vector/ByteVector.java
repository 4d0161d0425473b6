package dev.sparkzarr.spark.read.vector;

import dev.sparkzarr.dataset.TileColumn;
import org.apache.spark.sql.types.DataType;

/** Bytes, and booleans as 0 or 1; read where they are. */
final class ByteVector extends TileVector {
  private byte[] values;
  private int start;

  ByteVector(DataType type, TileColumn column) {
    super(type, column);
  }

  @Override
  protected void take(byte[] bytes, int newStart, int count) {
    values = bytes;
    start = newStart;
  }

  @Override
  protected void forget() {
    values = null;
  }

  @Override
  public byte getByte(int row) {
    if (values == null) {
      load();
    }
    return values[start + row];
  }

  @Override
  public boolean getBoolean(int row) {
    return getByte(row) != 0;
  }
}
