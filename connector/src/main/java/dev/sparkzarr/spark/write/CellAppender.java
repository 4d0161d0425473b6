package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.block.ColumnBuffer;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Copies a value of a row, which is not NULL, to a position of a buffer. */
@FunctionalInterface
interface CellAppender extends Serializable {
  void append(InternalRow row, int column, ColumnBuffer to, int position);

  /**
   * What copies the values of a column.
   *
   * @param kind of the values
   * @param type that Spark gives
   * @param name of the column, for messages
   */
  static CellAppender of(ColumnType kind, DataType type, String name) {
    return switch (kind.kind()) {
      case FLOAT32 ->
          (row, column, to, position) ->
              LittleEndian.float32(to.bytes(), position, row.getFloat(column));
      case FLOAT64 ->
          (row, column, to, position) ->
              LittleEndian.float64(to.bytes(), position, row.getDouble(column));
      case BOOLEAN ->
          (row, column, to, position) ->
              to.bytes()[position] = (byte) (row.getBoolean(column) ? 1 : 0);
      case INT8 -> (row, column, to, position) -> to.bytes()[position] = row.getByte(column);
      case INT16 ->
          (row, column, to, position) ->
              LittleEndian.int16(to.bytes(), position, row.getShort(column));
      case INT32 ->
          (row, column, to, position) ->
              LittleEndian.int32(to.bytes(), position, row.getInt(column));
      case INT64, UINT64, TIMESTAMP, INTERVAL -> {
        LongValue value = LongValue.of(type, name);
        yield (row, column, to, position) ->
            LittleEndian.int64(to.bytes(), position, value.get(row, column));
      }
      case TEXT ->
          (row, column, to, position) -> {
            byte[] text = row.getUTF8String(column).getBytes();
            to.putBytes(position, text, 0, text.length);
          };
      case BINARY ->
          (row, column, to, position) -> {
            byte[] bytes = row.getBinary(column);
            to.putBytes(position, bytes, 0, bytes.length);
          };
      case STRUCT -> new StructAppender(kind, (StructType) type, name);
      case ARRAY -> new ArrayAppender(kind, name);
      case CALENDAR_TEXT, FIXED_ARRAY -> throw new IllegalArgumentException("" + kind);
    };
  }
}
