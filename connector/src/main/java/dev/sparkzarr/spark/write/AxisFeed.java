package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.write.AxisCollector;
import dev.sparkzarr.dataset.write.DraftDimension;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Gives the values of one column to a collector; one that equals the last is known already. For one
 * thread at a time.
 */
final class AxisFeed {
  private final int column;
  private final AxisCollector collector;
  private final Feed feed;

  /** Takes a value of the column. */
  @FunctionalInterface
  private interface Feed {
    void take(InternalRow row, int column);

    default void take(ColumnarBatch batch, int column) {
      for (int i = 0; i < batch.numRows(); i++) {
        take(batch.getRow(i), column);
      }
    }
  }

  /**
   * @param column position in the rows
   * @param type of the column
   */
  AxisFeed(String place, DraftDimension dimension, int column, DataType type) {
    this.column = column;
    this.collector = new AxisCollector(place, dimension);
    this.feed =
        switch (dimension.type().kind()) {
          case FLOAT32, FLOAT64 -> new Doubles(collector, type instanceof FloatType);
          case TEXT -> new Texts(collector);
          case BINARY ->
              (row, at) -> {
                byte[] bytes = row.getBinary(at);
                collector.add(bytes, 0, bytes.length);
              };
          default -> new Longs(collector, type, dimension.columnName());
        };
  }

  void take(InternalRow row) {
    if (row.isNullAt(column)) {
      collector.addMissing();
    }
    feed.take(row, column);
  }

  /** Takes the values of all rows of a batch. */
  void take(ColumnarBatch batch) {
    if (batch.column(column).hasNull()) {
      collector.addMissing();
    }
    feed.take(batch, column);
  }

  AxisCollector collector() {
    return collector;
  }

  private static final class Longs implements Feed {
    private final AxisCollector collector;
    private final LongValue value;
    private final LongColumn values;
    private long[] batched = new long[0];
    private boolean any;
    private long last;

    Longs(AxisCollector collector, DataType type, String name) {
      this.collector = collector;
      this.value = LongValue.of(type, name);
      this.values = LongColumn.of(type, name);
    }

    @Override
    public void take(InternalRow row, int column) {
      take(value.get(row, column));
    }

    @Override
    public void take(ColumnarBatch batch, int column) {
      int rows = batch.numRows();
      if (batched.length < rows) {
        batched = new long[rows];
      }
      values.read(batch.column(column), rows, batched);
      for (int i = 0; i < rows; i++) {
        take(batched[i]);
      }
    }

    private void take(long next) {
      if (!any || next != last) {
        collector.add(next);
        last = next;
        any = true;
      }
    }
  }

  private static final class Doubles implements Feed {
    private final AxisCollector collector;
    private final boolean isFloat;
    private double[] batched = new double[0];
    private double last = Double.NaN;

    Doubles(AxisCollector collector, boolean isFloat) {
      this.collector = collector;
      this.isFloat = isFloat;
    }

    @Override
    public void take(InternalRow row, int column) {
      take(isFloat ? row.getFloat(column) : row.getDouble(column));
    }

    @Override
    public void take(ColumnarBatch batch, int column) {
      int rows = batch.numRows();
      if (batched.length < rows) {
        batched = new double[rows];
      }
      DoubleColumn.read(batch.column(column), isFloat, rows, batched);
      for (int i = 0; i < rows; i++) {
        take(batched[i]);
      }
    }

    private void take(double next) {
      if (next != last) { // NaN never equals, and is refused
        collector.add(next);
        last = next;
      }
    }
  }

  private static final class Texts implements Feed {
    private final AxisCollector collector;
    private UTF8String last;

    Texts(AxisCollector collector) {
      this.collector = collector;
    }

    @Override
    public void take(InternalRow row, int column) {
      UTF8String next = row.getUTF8String(column);
      if (!next.equals(last)) {
        byte[] bytes = next.getBytes();
        collector.add(bytes, 0, bytes.length);
        last = UTF8String.fromBytes(bytes.clone());
      }
    }
  }
}
