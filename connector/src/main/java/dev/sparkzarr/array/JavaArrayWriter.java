package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes whole stored objects through a {@link CodecPipeline}. */
final class JavaArrayWriter implements ArrayWriter {
  private final BoundArray array;
  private final ArrayGrid grid;
  private final ObjectPipelines pipelines;
  private final EmptyChunks emptyChunks;

  /**
   * @throws CodecException when the array's shards are of lengths that inner chunks do not divide
   */
  JavaArrayWriter(BoundArray array, ObjectPipelines pipelines, EmptyChunks emptyChunks) {
    this.array = array;
    this.pipelines = pipelines;
    this.emptyChunks = emptyChunks;
    this.grid = array.grid(pipelines.largest());
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
    return pipelines.of(grid.objectShape(object));
  }

  @Override
  public void writeObject(ChunkIndex object, ChunkBuffer values) {
    checkValues(values, grid.objectShape(object));
    if (emptyChunks != EmptyChunks.WRITE && isFill(values)) {
      if (emptyChunks == EmptyChunks.DELETE) {
        delete(object);
      }
      return;
    }
    ByteBuffer encoded;
    try {
      encoded = pipelineOf(object).encode(values);
    } catch (CodecException e) {
      throw new CodecException(array.chunk("write", object, "") + e.getMessage(), e);
    }
    writeEncoded(object, encoded);
  }

  @Override
  public void writeEncoded(ChunkIndex object, ByteBuffer encoded) {
    StoreKey key = array.key(object);
    array
        .store()
        .writes()
        .orElseThrow(() -> unable(object, "the store cannot be written to"))
        .put(key, encoded);
  }

  private void delete(ChunkIndex object) {
    Deletes deletes =
        array.store().deletes().orElseThrow(() -> unable(object, "the store cannot delete"));
    deletes.delete(array.key(object));
  }

  private StoreException unable(ChunkIndex object, String reason) {
    return new StoreException(array.chunk("write", object, "") + reason + ".");
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

  private void checkValues(ChunkBuffer values, Shape shape) {
    if (!values.type().equals(array.type()) || values.elements() != shape.elements()) {
      throw new IllegalArgumentException(
          "Cannot write "
              + values.elements()
              + " elements of "
              + values.type().name()
              + " to "
              + array
              + ": "
              + shape
              + " of "
              + array.type().name()
              + " were expected");
    }
  }

  @Override
  public void write(Region region, ChunkBuffer source) {
    int elements = array.elements(region);
    checkValues(source, region.shape());
    if (elements == 0) {
      return;
    }
    int rank = region.ranges().size();
    List<List<List<RangePiece>>> cuts = new ArrayList<>(rank);
    int[] counts = new int[rank];
    for (int i = 0; i < rank; i++) {
      cuts.add(
          RangePiece.cut(region.ranges().get(i), grid.objects().get(i), grid.objects().get(i)));
      counts[i] = cuts.get(i).size();
    }
    ChunkBuffer values = new ChunkBuffer(array.type());
    ChunkBuffer before = source.isVariable() ? new ChunkBuffer(array.type()) : values;
    values.heap().append(source.heap().bytes(), 0, source.heap().size());
    for (Odometer at = new Odometer(counts); at.valid(); at.advance()) {
      RangePiece[] box = new RangePiece[rank];
      for (int i = 0; i < rank; i++) {
        box[i] = cuts.get(i).get(at.at(i)).get(0);
      }
      writeBox(region, box, source, before, values);
    }
  }

  /**
   * @param before where the object's own elements go first: {@code values}, except where their size
   *     varies; then the heap of {@code values} begins with that of {@code source}
   */
  private void writeBox(
      Region region, RangePiece[] box, ChunkBuffer source, ChunkBuffer before, ChunkBuffer values) {
    ChunkIndex object = ChunkIndex.of(Arrays.stream(box).mapToLong(RangePiece::chunk).toArray());
    long[] objectStrides = StridedCopy.strides(grid.objectShape(object).toArray());
    if (covers(box)) {
      pipelineOf(object).fill(before);
    } else {
      load(object, before);
    }
    if (before != values) {
      values.resize(before.elements());
      System.arraycopy(before.bytes(), 0, values.bytes(), 0, before.size());
      values.heap().truncate(source.heap().size());
      values.heap().adopt(before.heap(), values.bytes(), values.elements());
    }
    long[] regionStrides = StridedCopy.strides(region.shape().toArray());
    long[] counts = new long[box.length];
    long[] steps = new long[box.length];
    long from = 0;
    long to = 0;
    for (int i = 0; i < box.length; i++) {
      from += box[i].target() * regionStrides[i];
      to += box[i].first() * objectStrides[i];
      counts[i] = box[i].count();
      steps[i] = objectStrides[i] * region.ranges().get(i).step();
    }
    StridedCopy.copy(
        source.bytes(), from, regionStrides, values.bytes(), to, steps, counts, array.width());
    writeObject(object, values);
  }

  /** Whether a box holds all of an object that lies within the array. */
  private boolean covers(RangePiece[] box) {
    for (int i = 0; i < box.length; i++) {
      ChunkEdges objects = grid.objects().get(i);
      // Indexes are distinct, so as many as there are means all.
      if (box[i].count() < objects.stop(box[i].chunk()) - objects.start(box[i].chunk())) {
        return false;
      }
    }
    return true;
  }

  private void load(ChunkIndex object, ChunkBuffer values) {
    CodecPipeline pipeline = pipelineOf(object);
    Optional<ByteBuffer> stored = array.store().get(array.key(object), pipeline.encodedLimit());
    if (stored.isEmpty()) {
      pipeline.fill(values);
      return;
    }
    try {
      pipeline.decode(stored.get(), values);
    } catch (CodecException e) {
      throw array.damaged(object, "", e);
    }
  }
}
