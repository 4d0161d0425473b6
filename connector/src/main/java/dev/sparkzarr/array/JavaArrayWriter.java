package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.FillValue;
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
  private final CodecPipeline pipeline;
  private final EmptyChunks emptyChunks;
  private final long[] objectStrides;

  JavaArrayWriter(BoundArray array, CodecPipeline pipeline, EmptyChunks emptyChunks) {
    this.array = array;
    this.pipeline = pipeline;
    this.emptyChunks = emptyChunks;
    this.objectStrides = StridedCopy.strides(pipeline.chunkShape().toArray());
  }

  @Override
  public ArrayMetadata metadata() {
    return array.metadata();
  }

  @Override
  public Shape objectShape() {
    return pipeline.chunkShape();
  }

  @Override
  public void writeObject(ChunkIndex object, ChunkBuffer values) {
    checkValues(values, objectShape());
    if (emptyChunks != EmptyChunks.WRITE && isFill(values)) {
      if (emptyChunks == EmptyChunks.DELETE) {
        delete(object);
      }
      return;
    }
    ByteBuffer encoded;
    try {
      encoded = pipeline.encode(values);
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
    Optional<FillValue> fill = metadata().fillValue();
    if (fill.isEmpty() || values.size() == 0) {
      return false;
    }
    int width = array.kind().width();
    byte[] bytes = values.bytes();
    return Arrays.equals(bytes, 0, width, fill.get().pattern(), 0, width)
        && Arrays.equals(bytes, 0, values.size() - width, bytes, width, values.size());
  }

  private void checkValues(ChunkBuffer values, Shape shape) {
    if (values.kind() != array.kind() || values.elements() != shape.elements()) {
      throw new IllegalArgumentException(
          "Cannot write "
              + values.elements()
              + " elements of "
              + values.kind()
              + " to "
              + array
              + ": "
              + shape
              + " of "
              + array.kind()
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
      cuts.add(RangePiece.cut(region.ranges().get(i), objectShape().length(i), 1));
      counts[i] = cuts.get(i).size();
    }
    ChunkBuffer values = new ChunkBuffer(array.kind());
    for (Odometer at = new Odometer(counts); at.valid(); at.advance()) {
      RangePiece[] box = new RangePiece[rank];
      for (int i = 0; i < rank; i++) {
        box[i] = cuts.get(i).get(at.at(i)).get(0);
      }
      writeBox(region, box, source, values);
    }
  }

  private void writeBox(Region region, RangePiece[] box, ChunkBuffer source, ChunkBuffer values) {
    ChunkIndex object = ChunkIndex.of(Arrays.stream(box).mapToLong(RangePiece::chunk).toArray());
    if (covers(box)) {
      pipeline.fill(values);
    } else {
      load(object, values);
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
        source.bytes(),
        from,
        regionStrides,
        values.bytes(),
        to,
        steps,
        counts,
        array.kind().width());
    writeObject(object, values);
  }

  /** Whether a box holds all of an object that lies within the array. */
  private boolean covers(RangePiece[] box) {
    for (int i = 0; i < box.length; i++) {
      long length = objectShape().length(i);
      long within = Math.min(length, metadata().shape().length(i) - box[i].chunk() * length);
      // Indexes are distinct, so as many as there are means all.
      if (box[i].count() < within) {
        return false;
      }
    }
    return true;
  }

  private void load(ChunkIndex object, ChunkBuffer values) {
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
