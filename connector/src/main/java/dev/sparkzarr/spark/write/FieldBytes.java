package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.block.ColumnBuffer;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Copies a field of a struct to a byte of a buffer, wherever that is. */
@FunctionalInterface
interface FieldBytes extends Serializable {
  void append(InternalRow struct, int field, ColumnBuffer to, int at);

  /**
   * @param name of the field and what it is in, for messages
   */
  static FieldBytes of(ColumnType kind, DataType type, String name) {
    int width = kind.width();
    return switch (kind.kind()) {
      case FLOAT32 ->
          (struct, field, to, at) ->
              put(to.bytes(), at, width, Float.floatToRawIntBits(struct.getFloat(field)));
      case FLOAT64 ->
          (struct, field, to, at) ->
              put(to.bytes(), at, width, Double.doubleToRawLongBits(struct.getDouble(field)));
      case BOOLEAN, INT8, INT16, INT32, INT64, UINT64, TIMESTAMP, INTERVAL -> {
        LongValue value = LongValue.of(type, name);
        yield (struct, field, to, at) -> put(to.bytes(), at, width, value.get(struct, field));
      }
      case TEXT -> (struct, field, to, at) -> slot(to, at, struct.getUTF8String(field).getBytes());
      case BINARY -> (struct, field, to, at) -> slot(to, at, struct.getBinary(field));
      case STRUCT -> {
        StructAppender inner = new StructAppender(kind, (StructType) type, name);
        int count = kind.fields().size();
        yield (struct, field, to, at) -> inner.append(struct.getStruct(field, count), to, at);
      }
      case ARRAY, CALENDAR_TEXT, FIXED_ARRAY -> throw new IllegalArgumentException("" + kind);
    };
  }

  private static void slot(ColumnBuffer to, int at, byte[] value) {
    int start = to.heap().append(value, 0, value.length);
    put(to.bytes(), at, Integer.BYTES, start);
    put(to.bytes(), at + Integer.BYTES, Integer.BYTES, value.length);
  }

  private static void put(byte[] bytes, int at, int width, long value) {
    for (int i = 0; i < width; i++) {
      bytes[at + i] = (byte) (value >>> 8 * i);
    }
  }
}
