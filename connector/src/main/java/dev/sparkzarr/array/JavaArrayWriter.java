package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes stored objects through a {@link CodecPipeline}. */
final class JavaArrayWriter implements ArrayWriter {
  private final BoundArray array;
  private final ArrayGrid grid;
  private final ObjectPipelines pipelines;
  private final WriteSettings settings;
  private final StoredObjects objects;
  private final Optional<InPlaceShards> inPlace;

  /**
   * @throws CodecException when the array's shards are of lengths that inner chunks do not divide,
   *     or cannot be written in place where they should
   * @throws dev.sparkzarr.store.StoreException when the store cannot be written to
   */
  JavaArrayWriter(BoundArray array, ObjectPipelines pipelines, WriteSettings settings) {
    this.array = array;
    this.pipelines = pipelines;
    this.settings = settings;
    this.grid = array.grid(pipelines.largest());
    this.objects = new StoredObjects(array, grid, settings);
    this.inPlace =
        settings.shards() == ShardWrites.WHOLE
            ? Optional.empty()
            : Optional.of(
                new InPlaceShards(array, grid, pipelines.largest(), objects, settings.counters()));
  }

  @Override
  public ArrayMetadata metadata() {
    return array.metadata();
  }

  @Override
  public ArrayGrid grid() {
    return grid;
  }

  private CodecPipeline pipelineOf(ChunkIndex object) {
    objects.checkWithin(object);
    return pipelines.of(grid.objectShape(object));
  }

  @Override
  public void writeObject(ChunkIndex object, ChunkBuffer values) {
    CodecPipeline pipeline = pipelineOf(object);
    array.checkValues(values, pipeline.chunkShape());
    if (settings.emptyChunks() != EmptyChunks.WRITE && isFill(values)) {
      if (settings.emptyChunks() == EmptyChunks.DELETE) {
        objects.delete(object);
      }
      objects.drop();
      return;
    }
    objects.put(object, encode(object, pipeline, values), pipeline.encodedLimit());
  }

  private ByteBuffer encode(ChunkIndex object, CodecPipeline pipeline, ChunkBuffer values) {
    long start = System.nanoTime();
    try {
      ByteBuffer encoded = pipeline.encode(values);
      settings.counters().bytesEncoded.add(values.size());
      return encoded;
    } catch (CodecException e) {
      throw new CodecException(array.chunk("write", object, "") + e.getMessage(), e);
    } finally {
      settings.counters().encodeNanos.add(System.nanoTime() - start);
    }
  }

  @Override
  public void writeEncoded(ChunkIndex object, ByteBuffer encoded) {
    objects.put(object, encoded, pipelineOf(object).encodedLimit());
  }

  @Override
  public void update(ChunkIndex object, Region kept, ObjectEdit edit) {
    CodecPipeline pipeline = pipelineOf(object);
    KeptCells cells = new KeptCells(origin(object), pipeline.chunkShape(), kept);
    StoredObjects.Loaded before =
        cells.isEmpty()
            ? objects.find(object, pipeline.encodedLimit())
            : objects.load(object, pipeline.encodedLimit());
    boolean counts = before.bytes().isPresent() && !cells.isEmpty();
    ChunkBuffer values = new ChunkBuffer(array.type());
    if (counts) {
      decode(object, pipeline, before.bytes().get(), values);
      values = cells.of(values, pipeline);
    } else {
      pipeline.fill(values);
    }
    edit.apply(values, counts ? ObjectEdit.Before.STORED : ObjectEdit.Before.FILL);
    array.checkValues(values, pipeline.chunkShape());
    if (settings.emptyChunks() != EmptyChunks.WRITE && isFill(values)) {
      if (!before.exists()) {
        objects.drop();
        return;
      }
      if (!objects.isConditional(before) && array.store().deletes().isPresent()) {
        objects.delete(object);
        objects.drop();
        return;
      }
    }
    ByteBuffer encoded = encode(object, pipeline, values);
    objects.putBack(object, before, encoded, pipeline.encodedLimit());
  }

  private long[] origin(ChunkIndex object) {
    long[] origin = object.toArray();
    for (int i = 0; i < origin.length; i++) {
      origin[i] = grid.objects().get(i).start(origin[i]);
    }
    return origin;
  }

  private void decode(
      ChunkIndex object, CodecPipeline pipeline, ByteBuffer stored, ChunkBuffer values) {
    try {
      pipeline.decode(stored, values);
    } catch (CodecException e) {
      throw array.damaged(object, "", e);
    }
  }

  @Override
  public void delete(ChunkIndex object) {
    objects.delete(object);
  }

  /** Whether every element is the fill value: the first is, and each equals the one before. */
  private boolean isFill(ChunkBuffer values) {
    if (metadata().fillValue().isEmpty() || values.size() == 0) {
      return false;
    }
    byte[] fill = array.fill();
    if (values.isVariable()) {
      return values.heap().allEqual(values.bytes(), 0, values.elements(), fill);
    }
    int width = array.width();
    byte[] bytes = values.bytes();
    return Arrays.equals(bytes, 0, width, fill, 0, width)
        && Arrays.equals(bytes, 0, values.size() - width, bytes, width, values.size());
  }

  @Override
  public void write(Region region, ChunkBuffer source) {
    int elements = array.elements(region);
    array.checkValues(source, region.shape());
    if (elements == 0) {
      return;
    }
    int rank = region.ranges().size();
    List<List<List<RangePiece>>> byObject = new ArrayList<>(rank);
    List<List<List<RangePiece>>> byChunk = new ArrayList<>(rank);
    int[] counts = new int[rank];
    for (int i = 0; i < rank; i++) {
      Region.Range range = region.ranges().get(i);
      byObject.add(RangePiece.cut(range, grid.objects().get(i), grid.objects().get(i)));
      byChunk.add(
          inPlace.isEmpty()
              ? byObject.get(i)
              : RangePiece.cut(range, grid.chunks().get(i), grid.objects().get(i)));
      counts[i] = byObject.get(i).size();
    }
    ChunkBuffer values = new ChunkBuffer(array.type());
    for (Odometer at = new Odometer(counts); at.valid(); at.advance()) {
      List<RangePiece> box = new ArrayList<>(rank);
      List<List<RangePiece>> inner = new ArrayList<>(rank);
      for (int i = 0; i < rank; i++) {
        box.add(byObject.get(i).get(at.at(i)).get(0));
        inner.add(byChunk.get(i).get(at.at(i)));
      }
      write(new RegionBox(region, box), region, inner, source, values);
    }
  }

  /**
   * @param values memory to be used
   */
  private void write(
      RegionBox box,
      Region region,
      List<List<RangePiece>> inner,
      ChunkBuffer source,
      ChunkBuffer values) {
    ChunkIndex object = box.chunk();
    Shape shape = grid.objectShape(object);
    if (box.covers(grid.objects())) {
      pipelineOf(object).fill(values);
      box.lay(source, values, shape);
      writeObject(object, values);
    } else if (inPlace.isEmpty() || !inPlace.get().write(object, region, inner, source)) {
      update(object, (stored, before) -> box.lay(source, stored, shape));
    }
  }
}
