package dev.sparkzarr.spark.write;

import dev.sparkzarr.array.ArrayEngines;
import dev.sparkzarr.array.ArrayWriter;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.WriteCounters;
import dev.sparkzarr.array.WriteSettings;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.dataset.write.LaidOutArray;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Store;

/** Writes the coordinates of dimensions, from the driver: object after object. */
final class AxisWriter {
  private final Store store;
  private final NodePath group;
  private final String engine;
  private final EmptyChunks empty;
  private final WriteCounters counters;

  /**
   * @param store guarded
   */
  AxisWriter(
      Store store, NodePath group, String engine, EmptyChunks empty, WriteCounters counters) {
    this.store = store;
    this.group = group;
    this.engine = engine;
    this.empty = empty;
    this.counters = counters;
  }

  /**
   * Writes the values of an axis from one index on.
   *
   * @param start the first that is new; those before stay as they are stored
   * @throws dev.sparkzarr.ZarrException when a value does not fit, or could not be stored
   */
  void write(LaidOutArray array, Axis axis, long start) {
    ArrayMetadata metadata = array.metadata();
    ArrayWriter writer =
        ArrayEngines.named(engine)
            .openForWriting(
                store,
                group.resolve(array.name()),
                metadata,
                WriteSettings.of(empty).with(counters));
    ChunkEdges edges = writer.grid().objects().get(0);
    EncodableValues all = EncodableValues.of(axis);
    ChunkBuffer values = new ChunkBuffer(array.encoder().stored());
    KeptCells kept =
        start == 0 ? KeptCells.NONE : new KeptCells(dev.sparkzarr.metadata.Shape.of(start));
    for (long object = start >= axis.length() ? edges.count() : edges.chunkAt(start);
        object < edges.count();
        object++) {
      ChunkIndex index = ChunkIndex.of(object);
      long first = Math.max(start, edges.start(object));
      int count = Math.toIntExact(edges.stop(object) - first);
      int at = (int) (first - edges.start(object));
      if (kept.reaches(writer.grid().objects(), index)) {
        writer.update(
            index, kept.region(), (target, before) -> encode(array, all, first, count, target, at));
      } else {
        values.retype(array.encoder().stored());
        values.resize(edges.length(object));
        fill(values, metadata);
        encode(array, all, first, count, values, at);
        writer.writeObject(index, values);
      }
    }
  }

  private static void fill(ChunkBuffer values, ArrayMetadata array) {
    byte[] element =
        values.element(
            array.fillValue().orElseGet(() -> FillValue.undefined(array.dataType())).pattern());
    for (int at = 0; at < values.size(); at += element.length) {
      System.arraycopy(element, 0, values.bytes(), at, element.length);
    }
  }

  private static void encode(
      LaidOutArray array,
      EncodableValues values,
      long first,
      int count,
      ChunkBuffer target,
      int at) {
    array.encoder().encode(values, (int) first, count, target, at);
  }
}
