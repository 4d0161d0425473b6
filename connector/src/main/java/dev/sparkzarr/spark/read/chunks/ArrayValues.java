package dev.sparkzarr.spark.read.chunks;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.TileColumn;
import dev.sparkzarr.spark.read.vector.TileVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnarArray;

/**
 * The values of a chunk as one array of Spark: numbers by blocks of memory, other types through a
 * vector; never a boxed element. For one thread.
 */
final class ArrayValues {
  private final TileColumn column;
  private final TileVector vector;

  /**
   * @param element type of an element, as the schema has it
   */
  ArrayValues(DataType element, TileColumn column) {
    this.column = column;
    this.vector = TileVector.of(element, column);
  }

  /**
   * @return the values of the chunk that the column stands for now; valid until the next
   */
  ArrayData of() {
    UnsafeArrayData numbers = numbers();
    if (numbers == null) {
      vector.moveTo(0, column.count());
      return new ColumnarArray(vector, 0, column.count());
    }
    switch (column.nulls()) {
      case MASK -> {
        boolean[] missing = column.missing();
        for (int i = 0; i < column.count(); i++) {
          if (missing[i]) {
            numbers.setNullAt(i);
          }
        }
      }
      case NAN -> {
        boolean isFloat = column.type().kind() == ColumnType.Kind.FLOAT32;
        for (int i = 0; i < column.count(); i++) {
          if (isFloat ? Float.isNaN(numbers.getFloat(i)) : Double.isNaN(numbers.getDouble(i))) {
            numbers.setNullAt(i);
          }
        }
      }
      case NONE -> {}
    }
    return numbers;
  }

  /** Null where the type has no array of primitives. */
  private UnsafeArrayData numbers() {
    switch (column.type().kind()) {
      case BOOLEAN, INT8, INT16, INT32, INT64, TIMESTAMP, INTERVAL, FLOAT32, FLOAT64 ->
          column.load();
      default -> {
        return null;
      }
    }
    int width = column.type().width();
    int count = column.count();
    ByteBuffer bytes =
        ByteBuffer.wrap(column.bytes(), column.start() * width, count * width)
            .order(ByteOrder.LITTLE_ENDIAN);
    switch (column.type().kind()) {
      case BOOLEAN -> {
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
          values[i] = bytes.get() != 0;
        }
        return UnsafeArrayData.fromPrimitiveArray(values);
      }
      case INT8 -> {
        int from = bytes.position();
        return UnsafeArrayData.fromPrimitiveArray(
            Arrays.copyOfRange(column.bytes(), from, from + count));
      }
      case INT16 -> {
        short[] values = new short[count];
        bytes.asShortBuffer().get(values);
        return UnsafeArrayData.fromPrimitiveArray(values);
      }
      case INT32 -> {
        int[] values = new int[count];
        bytes.asIntBuffer().get(values);
        return UnsafeArrayData.fromPrimitiveArray(values);
      }
      case FLOAT32 -> {
        float[] values = new float[count];
        bytes.asFloatBuffer().get(values);
        return UnsafeArrayData.fromPrimitiveArray(values);
      }
      case FLOAT64 -> {
        double[] values = new double[count];
        bytes.asDoubleBuffer().get(values);
        return UnsafeArrayData.fromPrimitiveArray(values);
      }
      default -> {
        long[] values = new long[count];
        bytes.asLongBuffer().get(values);
        return UnsafeArrayData.fromPrimitiveArray(values);
      }
    }
  }
}
