package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.block.ColumnBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** Copies an array of numbers: its elements go to the heap, its slot counts them. */
final class ArrayAppender implements CellAppender {
  private static final long serialVersionUID = 1L;

  private final ColumnType element;
  private final String name;

  /**
   * @param name of the column, for messages
   */
  ArrayAppender(ColumnType kind, String name) {
    this.element = kind.fields().get(0).type();
    this.name = name;
  }

  @Override
  public void append(InternalRow row, int column, ColumnBuffer to, int position) {
    ArrayData array = row.getArray(column);
    int count = array.numElements();
    for (int i = 0; i < count; i++) {
      if (array.isNullAt(i)) {
        throw new ZarrException(
            "Cannot write a list with a NULL element, in column '"
                + name
                + "': Zarr has no NULL within a list. Remove such elements, for example with filter("
                + name
                + ", x -> x IS NOT NULL).");
      }
    }
    byte[] bytes = bytes(array, count);
    int at = to.heap().append(bytes, 0, bytes.length);
    LittleEndian.int32(to.bytes(), 2 * position, at / element.width());
    LittleEndian.int32(to.bytes(), 2 * position + 1, count);
  }

  private byte[] bytes(ArrayData array, int count) {
    byte[] bytes = new byte[Math.multiplyExact(count, element.width())];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (element.kind()) {
      case BOOLEAN -> {
        for (boolean value : array.toBooleanArray()) {
          buffer.put((byte) (value ? 1 : 0));
        }
      }
      case INT8 -> buffer.put(array.toByteArray());
      case INT16 -> buffer.asShortBuffer().put(array.toShortArray());
      case INT32 -> buffer.asIntBuffer().put(array.toIntArray());
      case FLOAT32 -> buffer.asFloatBuffer().put(array.toFloatArray());
      case FLOAT64 -> buffer.asDoubleBuffer().put(array.toDoubleArray());
      default -> buffer.asLongBuffer().put(array.toLongArray());
    }
    return bytes;
  }
}
