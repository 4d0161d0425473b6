package dev.sparkzarr.spark.read.chunks;

import dev.sparkzarr.dataset.ChunkReader;
import dev.sparkzarr.dataset.ChunkScan;
import dev.sparkzarr.spark.read.PartitionStore;
import dev.sparkzarr.store.stack.StorePlan;
import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads a partition chunk by chunk; a row is valid until the next. The store is opened on the
 * task's thread, once. For one thread, except that {@link #close} may come from another.
 */
final class ChunkRowReader implements PartitionReader<InternalRow> {
  private final PartitionStore<ChunkReader> store;
  private final ChunkReader chunks;
  private final UTF8String name;
  private final String[] columns;
  private final ArrayValues values; // null where they are not wanted
  private final Object[] cells;
  private final InternalRow row;
  private int left;

  private ChunkRowReader(
      PartitionStore<ChunkReader> store, String name, StructType schema, int limit) {
    this.store = store;
    this.chunks = store.reader();
    this.name = UTF8String.fromString(name);
    this.columns = schema.fieldNames();
    this.left = limit;
    this.cells = new Object[columns.length];
    this.row = new GenericInternalRow(cells);
    ArrayValues made = null;
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].equals(ChunkRowSchema.VALUES)) {
        ArrayType type = (ArrayType) schema.fields()[i].dataType();
        made = new ArrayValues(type.elementType(), chunks.values());
      }
    }
    this.values = made;
  }

  /**
   * Opens a partition. Within a task, the end of the task closes it, whatever way the task ends.
   */
  static ChunkRowReader open(
      StorePlan plan, ChunkScan scan, StructType schema, ChunkPartition partition) {
    return new ChunkRowReader(
        PartitionStore.open(
            plan,
            (store, counters) -> ChunkReader.open(store, scan, partition.box(), counters),
            ChunkReader::close),
        scan.name(),
        schema,
        partition.limit());
  }

  @Override
  public boolean next() {
    if (left == 0 || !chunks.next()) {
      return false;
    }
    left--;
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cell(columns[i]);
    }
    return true;
  }

  private Object cell(String column) {
    return switch (column) {
      case ChunkRowSchema.ARRAY -> name;
      case ChunkRowSchema.CHUNK -> longs(chunks.chunk().toArray());
      case ChunkRowSchema.ORIGIN -> longs(chunks.origin());
      case ChunkRowSchema.SHAPE -> longs(chunks.shape().toArray());
      case ChunkRowSchema.VALUES -> values.of();
      case ChunkRowSchema.BYTES -> chunks.bytes().map(ChunkRowReader::bytes).orElse(null);
      default -> throw new IllegalStateException("no column " + column);
    };
  }

  private static UnsafeArrayData longs(long[] values) {
    return UnsafeArrayData.fromPrimitiveArray(values);
  }

  private static byte[] bytes(ByteBuffer stored) {
    byte[] array = stored.array();
    if (stored.arrayOffset() + stored.position() == 0 && stored.remaining() == array.length) {
      return array;
    }
    byte[] copy = new byte[stored.remaining()];
    stored.duplicate().get(copy);
    return copy;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return store.metrics();
  }

  @Override
  public void close() {
    store.close();
  }
}
