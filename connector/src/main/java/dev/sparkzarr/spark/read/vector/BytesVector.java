package dev.sparkzarr.spark.read.vector;

import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.TileColumn;
import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Texts and binaries, read where they are: a text is a view of the column's memory, made when it is
 * asked for.
 */
final class BytesVector extends TileVector {
  private final TileColumn column;
  private byte[] slots;
  private byte[] heap;
  private int start;

  BytesVector(DataType type, TileColumn column) {
    super(type, column);
    this.column = column;
  }

  @Override
  protected void take(byte[] bytes, int newStart, int count) {
    slots = bytes;
    start = newStart;
    heap = column.heap();
  }

  @Override
  protected void forget() {
    slots = null;
    heap = null;
  }

  @Override
  public UTF8String getUTF8String(int row) {
    if (slots == null) {
      load();
    }
    int slot = 2 * (start + row);
    return UTF8String.fromBytes(
        heap, LittleEndian.int32(slots, slot), LittleEndian.int32(slots, slot + 1));
  }

  @Override
  public byte[] getBinary(int row) {
    if (slots == null) {
      load();
    }
    int slot = 2 * (start + row);
    int from = LittleEndian.int32(slots, slot);
    return Arrays.copyOfRange(heap, from, from + LittleEndian.int32(slots, slot + 1));
  }
}
