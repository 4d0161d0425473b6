package dev.sparkzarr.spark.read.vector;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.TileColumn;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;

/** Arrays: a vector of all elements of a tile, and where in it each array is. */
final class ArrayVector extends TileVector {
  private final TileColumn column;
  private final TileColumn elementColumn;
  private final TileVector elements;
  private byte[] slots;
  private int start;

  /** Elements of each array when all have as many; -1 when slots tell. */
  private int each;

  ArrayVector(ArrayType type, TileColumn column) {
    super(type, column);
    this.column = column;
    this.elementColumn = column.parts().get(0);
    this.elements = of(type.elementType(), elementColumn);
  }

  @Override
  protected void take(byte[] bytes, int newStart, int count) {
    elementColumn.load();
    elements.moveTo(0, elementColumn.count());
    slots = bytes;
    if (column.type().kind() == ColumnType.Kind.ARRAY) {
      each = -1;
      start = newStart;
    } else {
      each = elementColumn.count() / column.count();
      start = newStart - column.start();
    }
  }

  @Override
  protected void forget() {
    slots = null;
  }

  @Override
  public ColumnarArray getArray(int row) {
    if (slots == null) {
      load();
    }
    int at = start + row;
    return each >= 0
        ? new ColumnarArray(elements, at * each, each)
        : new ColumnarArray(
            elements, LittleEndian.int32(slots, 2 * at), LittleEndian.int32(slots, 2 * at + 1));
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return elements;
  }
}
