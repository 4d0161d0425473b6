package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.ArrayWriter;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.WriteCounters;
import dev.sparkzarr.array.WriteSettings;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.stack.StoreStack;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** One task's rows, where they are: each chunk is put, or only checked. */
final class ChunkRowTask {
  private final ChunkWriteTask task;
  private final ChunkColumns columns;
  private final Store store;
  private final WriteCounters counters = new WriteCounters();
  private final Map<UTF8String, Integer> positions = new HashMap<>();
  private final ChunkArrayWrite[] writes;

  private ChunkRowTask(ChunkWriteTask task, Store store) {
    this.task = task;
    this.columns = task.columns();
    this.store = store;
    this.writes = new ChunkArrayWrite[task.targets().size()];
    for (int i = 0; i < writes.length; i++) {
      positions.put(UTF8String.fromString(task.targets().get(i).name()), i);
    }
  }

  /**
   * Opens the store, once, on the task's thread.
   *
   * @param rows each only good until the next
   * @return objects of each target
   */
  static ObjectNumbers[] run(
      ChunkWriteTask task, WriteMetrics metrics, Iterator<InternalRow> rows) {
    try (StoreStack stack = task.store().open()) {
      Store store = task.right().map(ticket -> ticket.guard(stack.store())).orElseGet(stack::store);
      ChunkRowTask running = new ChunkRowTask(task, store);
      while (rows.hasNext()) {
        running.write(rows.next());
      }
      ObjectNumbers[] numbers = new ObjectNumbers[running.writes.length];
      for (int i = 0; i < numbers.length; i++) {
        ChunkArrayWrite write = running.writes[i];
        numbers[i] = write == null ? ObjectNumbers.of(new long[0], 0) : write.finish();
      }
      metrics.add(running.counters);
      return numbers;
    }
  }

  private void write(InternalRow row) {
    TaskContext context = TaskContext.get();
    if (context != null && context.isInterrupted()) {
      throw refused("the task was stopped.");
    }
    for (int column :
        new int[] {columns.array(), columns.chunk(), columns.origin(), columns.shape()}) {
      if (row.isNullAt(column)) {
        throw refused("a row does not say which chunk of which array it is. Remove it.");
      }
    }
    ChunkArrayWrite write = writeOf(row.getUTF8String(columns.array()));
    long[] chunk = longs(row.getArray(columns.chunk()));
    long[] origin = longs(row.getArray(columns.origin()));
    long[] shape = longs(row.getArray(columns.shape()));
    boolean isNull = row.isNullAt(columns.content());
    if (columns.isEncoded()) {
      write.bytes(chunk, origin, shape, isNull ? null : row.getBinary(columns.content()));
    } else if (isNull) {
      throw refused("a row has NULL in place of its values. Remove it.");
    } else {
      write.values(chunk, origin, shape, row.getArray(columns.content()));
    }
  }

  private long[] longs(ArrayData values) {
    for (int i = 0; i < values.numElements(); i++) {
      if (values.isNullAt(i)) {
        throw refused("a row does not say which chunk of which array it is. Remove it.");
      }
    }
    return values.toLongArray();
  }

  private ZarrException refused(String reason) {
    return new ZarrException("Cannot write " + task.place() + ": " + reason);
  }

  private ChunkArrayWrite writeOf(UTF8String name) {
    Integer position = positions.get(name);
    if (position == null) {
      throw refused(
          "rows hold chunks of array '"
              + name
              + "', of which nothing more is known. Keep the column 'array' as layout=chunks read"
              + " it, or name a store that has such an array with the option like.");
    }
    if (writes[position] == null) {
      writes[position] = open(task.targets().get(position));
    }
    return writes[position];
  }

  private ChunkArrayWrite open(ChunkTarget target) {
    boolean isNew = target.state() == ChunkTarget.State.NEW;
    EmptyChunks empty =
        task.keepsEmpty() ? EmptyChunks.WRITE : isNew ? EmptyChunks.SKIP : EmptyChunks.DELETE;
    ArrayMetadata metadata = ArrayMetadata.parse(target.document());
    ArrayWriter writer =
        ArrayEngines.named(task.engine())
            .openForWriting(store, target.path(), metadata, WriteSettings.of(empty).with(counters));
    String array = "array " + target.path() + " in " + task.place();
    return new ChunkArrayWrite(
        array,
        target.state(),
        writer,
        columns.isEncoded()
            ? null
            : new ElementStorage(array, metadata, columns.element(), columns.nullable()),
        task.right().isPresent() ? ChunkArrayWrite.Pass.WRITE : ChunkArrayWrite.Pass.CHECK,
        () -> ShardRows.together(task.targets()));
  }
}
