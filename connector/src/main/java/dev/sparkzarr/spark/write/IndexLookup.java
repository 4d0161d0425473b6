package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.dataset.write.AxisIndex;
import dev.sparkzarr.dataset.write.AxisText;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Finds a row's index along one dimension; the last value is remembered, for runs of one value are
 * common. For one thread at a time.
 */
abstract class IndexLookup {
  private final String place;
  private final RowDimension dimension;
  private final AxisIndex axis;
  private final int column;

  private IndexLookup(String place, RowDimension dimension, AxisIndex axis) {
    this.place = place;
    this.dimension = dimension;
    this.axis = axis;
    this.column = dimension.column();
  }

  static IndexLookup of(String place, RowDimension dimension, AxisIndex axis) {
    if (dimension.type() instanceof FloatType || dimension.type() instanceof DoubleType) {
      return new Doubles(place, dimension, axis);
    } else if (dimension.type() instanceof StringType) {
      return new Texts(place, dimension, axis);
    } else if (dimension.type() instanceof BinaryType) {
      return new Bytes(place, dimension, axis);
    }
    return new Longs(place, dimension, axis);
  }

  /**
   * @throws ZarrException when the row has no value, or one that has no place
   */
  final long find(InternalRow row) {
    if (row.isNullAt(column)) {
      throw missing();
    }
    return indexOf(row, column);
  }

  /**
   * Finds the indexes of a batch's rows.
   *
   * @param indexes receives as many as there are rows
   * @throws ZarrException when a row has no value, or one that has no place
   */
  final void find(ColumnarBatch batch, long[] indexes) {
    ColumnVector vector = batch.column(column);
    int rows = batch.numRows();
    if (vector.hasNull()) {
      for (int i = 0; i < rows; i++) {
        if (vector.isNullAt(i)) {
          throw missing();
        }
      }
    }
    indexesOf(batch, column, indexes);
  }

  private ZarrException missing() {
    return refused(
        "column '"
            + dimension.columnName()
            + "' of dimension '"
            + axis.axis().name()
            + "' is NULL in a row, so that the row cannot be told where it belongs. Drop such"
            + " rows, for example with .where(\""
            + dimension.columnName()
            + " IS NOT NULL\"), or give them a value.");
  }

  abstract long indexOf(InternalRow row, int ordinal);

  void indexesOf(ColumnarBatch batch, int ordinal, long[] indexes) {
    for (int i = 0; i < batch.numRows(); i++) {
      indexes[i] = indexOf(batch.getRow(i), ordinal);
    }
  }

  /** Checks what the axis said of a value. */
  final long checked(long index, String value) {
    if (index < 0) {
      throw refused(
          "column '"
              + dimension.columnName()
              + "' has the value "
              + value
              + ", which is not on the axis of dimension '"
              + axis.axis().name()
              + "'"
              + absent());
    }
    if (index < dimension.start() || index >= dimension.stop()) {
      throw refused(
          "column '"
              + dimension.columnName()
              + "' has the value "
              + value
              + ", at index "
              + index
              + " of dimension '"
              + axis.axis().name()
              + "', outside of what is written, indexes "
              + dimension.start()
              + " to "
              + (dimension.stop() - 1)
              + ". Filter the rows, or write to it with option region.");
    }
    return index;
  }

  private String absent() {
    return switch (dimension.axisSource()) {
      case ROWS ->
          " that a first pass over the same rows found. The rows are evaluated twice and were not"
              + " the same: call cache() on the DataFrame before writing it, or give the axis with"
              + " option axes.";
      case OPTION -> " that the options give. Filter such rows out, or correct the axis.";
      case TABLE -> " of the existing table. Filter such rows out, or append them first.";
    };
  }

  private ZarrException refused(String reason) {
    return new ZarrException("Cannot write " + place + ": " + reason);
  }

  final boolean inWindow(long index) {
    return index >= dimension.start() && index < dimension.stop();
  }

  final AxisIndex axis() {
    return axis;
  }

  private static final class Longs extends IndexLookup {
    private final LongValue value;
    private final LongColumn values;
    private long[] batched = new long[0];
    private long last;
    private long lastIndex = -1;

    Longs(String place, RowDimension dimension, AxisIndex axis) {
      super(place, dimension, axis);
      this.value = LongValue.of(dimension.type(), dimension.columnName());
      this.values = LongColumn.of(dimension.type(), dimension.columnName());
    }

    @Override
    long indexOf(InternalRow row, int ordinal) {
      return indexOf(value.get(row, ordinal));
    }

    @Override
    void indexesOf(ColumnarBatch batch, int ordinal, long[] indexes) {
      int rows = batch.numRows();
      if (batched.length < rows) {
        batched = new long[rows];
      }
      values.read(batch.column(ordinal), rows, batched);
      for (int i = 0; i < rows; i++) {
        indexes[i] = indexOf(batched[i]);
      }
    }

    private long indexOf(long wanted) {
      if (wanted == last && lastIndex >= 0) {
        return lastIndex;
      }
      long index = axis().find(wanted);
      if (!inWindow(index)) {
        checked(index, AxisText.of(axis().axis().type(), wanted));
      }
      last = wanted;
      lastIndex = index;
      return index;
    }
  }

  private static final class Doubles extends IndexLookup {
    private final boolean isFloat;
    private double[] batched = new double[0];
    private double last = Double.NaN;
    private long lastIndex;

    Doubles(String place, RowDimension dimension, AxisIndex axis) {
      super(place, dimension, axis);
      this.isFloat = dimension.type() instanceof FloatType;
    }

    @Override
    long indexOf(InternalRow row, int ordinal) {
      return indexOf(isFloat ? row.getFloat(ordinal) : row.getDouble(ordinal));
    }

    @Override
    void indexesOf(ColumnarBatch batch, int ordinal, long[] indexes) {
      int rows = batch.numRows();
      if (batched.length < rows) {
        batched = new double[rows];
      }
      DoubleColumn.read(batch.column(ordinal), isFloat, rows, batched);
      for (int i = 0; i < rows; i++) {
        indexes[i] = indexOf(batched[i]);
      }
    }

    private long indexOf(double wanted) {
      if (wanted == last) {
        return lastIndex;
      }
      long index = axis().find(wanted);
      if (!inWindow(index)) {
        checked(index, AxisText.of(axis().axis().type(), wanted));
      }
      last = wanted;
      lastIndex = index;
      return index;
    }
  }

  private static final class Texts extends IndexLookup {
    private UTF8String last;
    private long lastIndex;

    Texts(String place, RowDimension dimension, AxisIndex axis) {
      super(place, dimension, axis);
    }

    @Override
    long indexOf(InternalRow row, int ordinal) {
      UTF8String wanted = row.getUTF8String(ordinal);
      if (wanted.equals(last)) {
        return lastIndex;
      }
      byte[] bytes = wanted.getBytes();
      long index = axis().find(bytes, 0, bytes.length);
      if (!inWindow(index)) {
        checked(index, AxisText.of(axis().axis().type(), bytes));
      }
      last = UTF8String.fromBytes(bytes.clone());
      lastIndex = index;
      return index;
    }
  }

  private static final class Bytes extends IndexLookup {
    Bytes(String place, RowDimension dimension, AxisIndex axis) {
      super(place, dimension, axis);
    }

    @Override
    long indexOf(InternalRow row, int ordinal) {
      byte[] bytes = row.getBinary(ordinal);
      return checked(axis().find(bytes, 0, bytes.length), AxisText.of(axis().axis().type(), bytes));
    }
  }
}
