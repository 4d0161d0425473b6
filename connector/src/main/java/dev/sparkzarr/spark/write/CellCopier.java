package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.block.ColumnBuffer;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Copies values of a column, none of which is NULL, to positions of a buffer. */
@FunctionalInterface
interface CellCopier {
  /**
   * @param row the first
   * @param position of the first
   */
  void copy(ColumnarBatch batch, int column, int row, int count, ColumnBuffer to, int position);

  /**
   * What copies the values of a column.
   *
   * @param kind of the values
   * @param type that Spark gives
   * @param each copies one of them
   */
  static CellCopier of(ColumnType kind, DataType type, CellAppender each) {
    return switch (kind.kind()) {
      case FLOAT32 ->
          (batch, column, row, count, to, position) -> {
            ColumnVector from = batch.column(column);
            byte[] bytes = to.bytes();
            for (int i = 0; i < count; i++) {
              LittleEndian.float32(bytes, position + i, from.getFloat(row + i));
            }
          };
      case FLOAT64 ->
          (batch, column, row, count, to, position) -> {
            ColumnVector from = batch.column(column);
            byte[] bytes = to.bytes();
            for (int i = 0; i < count; i++) {
              LittleEndian.float64(bytes, position + i, from.getDouble(row + i));
            }
          };
      case INT8 ->
          (batch, column, row, count, to, position) -> {
            ColumnVector from = batch.column(column);
            byte[] bytes = to.bytes();
            for (int i = 0; i < count; i++) {
              bytes[position + i] = from.getByte(row + i);
            }
          };
      case INT16 ->
          (batch, column, row, count, to, position) -> {
            ColumnVector from = batch.column(column);
            byte[] bytes = to.bytes();
            for (int i = 0; i < count; i++) {
              LittleEndian.int16(bytes, position + i, from.getShort(row + i));
            }
          };
      case INT32 ->
          (batch, column, row, count, to, position) -> {
            ColumnVector from = batch.column(column);
            byte[] bytes = to.bytes();
            for (int i = 0; i < count; i++) {
              LittleEndian.int32(bytes, position + i, from.getInt(row + i));
            }
          };
      case INT64, TIMESTAMP, INTERVAL ->
          type instanceof DateType || type instanceof DecimalType ? oneByOne(each) : longs();
      default -> oneByOne(each);
    };
  }

  private static CellCopier longs() {
    return (batch, column, row, count, to, position) -> {
      ColumnVector from = batch.column(column);
      byte[] bytes = to.bytes();
      for (int i = 0; i < count; i++) {
        LittleEndian.int64(bytes, position + i, from.getLong(row + i));
      }
    };
  }

  private static CellCopier oneByOne(CellAppender each) {
    return (batch, column, row, count, to, position) -> {
      for (int i = 0; i < count; i++) {
        each.append(batch.getRow(row + i), column, to, position + i);
      }
    };
  }
}
