package dev.sparkzarr.spark.write;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/** A column of rows. What stands where a row has NULL must not be asked for. */
final class RowsVector extends ColumnVector {
  private final List<InternalRow> rows;
  private final int column;

  private RowsVector(DataType type, List<InternalRow> rows, int column) {
    super(type);
    this.rows = rows;
    this.column = column;
  }

  static ColumnarBatch batch(List<InternalRow> rows, List<DataType> types) {
    ColumnVector[] vectors = new ColumnVector[types.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = new RowsVector(types.get(i), rows, i);
    }
    return new ColumnarBatch(vectors, rows.size());
  }

  private InternalRow present(int row) {
    if (isNullAt(row)) {
      throw new AssertionError("row " + row + " of column " + column + " is NULL");
    }
    return rows.get(row);
  }

  @Override
  public boolean isNullAt(int row) {
    return rows.get(row) == null || rows.get(row).isNullAt(column);
  }

  @Override
  public boolean hasNull() {
    return numNulls() > 0;
  }

  @Override
  public int numNulls() {
    int count = 0;
    for (int i = 0; i < rows.size(); i++) {
      count += isNullAt(i) ? 1 : 0;
    }
    return count;
  }

  @Override
  public boolean getBoolean(int row) {
    return present(row).getBoolean(column);
  }

  @Override
  public byte getByte(int row) {
    return present(row).getByte(column);
  }

  @Override
  public short getShort(int row) {
    return present(row).getShort(column);
  }

  @Override
  public int getInt(int row) {
    return present(row).getInt(column);
  }

  @Override
  public long getLong(int row) {
    return present(row).getLong(column);
  }

  @Override
  public float getFloat(int row) {
    return present(row).getFloat(column);
  }

  @Override
  public double getDouble(int row) {
    return present(row).getDouble(column);
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    return present(row).getDecimal(column, precision, scale);
  }

  @Override
  public UTF8String getUTF8String(int row) {
    return present(row).getUTF8String(column);
  }

  @Override
  public byte[] getBinary(int row) {
    return present(row).getBinary(column);
  }

  @Override
  public ColumnarArray getArray(int row) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ColumnarMap getMap(int row) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    StructType struct = (StructType) type;
    List<InternalRow> inner = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      inner.add(isNullAt(i) ? null : rows.get(i).getStruct(column, struct.length()));
    }
    return new RowsVector(struct.fields()[ordinal].dataType(), inner, ordinal);
  }

  @Override
  public void close() {}
}
