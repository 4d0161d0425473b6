package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.Store;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * An array with the store and the path it is at. Immutable and safe for many threads; the metadata
 * stays what it was when the array was opened.
 */
public final class ZarrArray {
  private final BoundArray array;
  private final ArrayEngine engine;
  private final ReadCounters counters = new ReadCounters();
  private final ArrayReader reader;

  private ZarrArray(BoundArray array, ArrayEngine engine) {
    this.array = array;
    this.engine = engine;
    this.reader = engine.open(array.store(), array.path(), array.metadata(), counters);
  }

  /**
   * Opens an array with the engine {@code java}.
   *
   * @throws NodeNotFoundException when there is none
   * @throws dev.sparkzarr.ZarrException as {@link Nodes#readArray} and {@link ArrayEngine#open}
   */
  public static ZarrArray open(Store store, NodePath path) {
    return of(store, path, Nodes.readArray(store, path), new JavaEngine());
  }

  /**
   * Binds an array whose metadata is known. Sends no request.
   *
   * @throws dev.sparkzarr.codec.CodecException when the engine cannot decode the array
   */
  public static ZarrArray of(
      Store store, NodePath path, ArrayMetadata metadata, ArrayEngine engine) {
    return new ZarrArray(new BoundArray(store, path, metadata), engine);
  }

  /**
   * Creates an array where there is nothing.
   *
   * @throws NodeExistsException when there is something
   * @throws dev.sparkzarr.ZarrException as {@link Nodes#create} and {@link ArrayEngine#open};
   *     nothing is written then
   */
  public static ZarrArray create(Store store, NodePath path, ArrayMetadata metadata) {
    ZarrArray array = of(store, path, metadata, new JavaEngine());
    Nodes.create(store, path, metadata);
    return array;
  }

  /**
   * Creates an array in place of everything at and below the path.
   *
   * @throws dev.sparkzarr.ZarrException as {@link Nodes#overwrite} and {@link ArrayEngine#open}; an
   *     array that could not be read is not written, and nothing is deleted for it
   */
  public static ZarrArray overwrite(Store store, NodePath path, ArrayMetadata metadata) {
    ZarrArray array = of(store, path, metadata, new JavaEngine());
    Nodes.overwrite(store, path, metadata);
    return array;
  }

  /**
   * @return where it is in its store
   */
  public NodePath path() {
    return array.path();
  }

  /**
   * @return what it is
   */
  public ArrayMetadata metadata() {
    return array.metadata();
  }

  /**
   * @return for reading chunks
   */
  public ArrayReader reader() {
    return reader;
  }

  /**
   * @return what reading through this object cost so far
   */
  public ReadCounters counters() {
    return counters;
  }

  /**
   * @param emptyChunks what to do with objects that hold nothing but the fill value
   * @return for writing chunks and regions
   * @throws dev.sparkzarr.ZarrException as {@link ArrayEngine#openForWriting}
   */
  public ArrayWriter writer(EmptyChunks emptyChunks) {
    return writer(WriteSettings.of(emptyChunks));
  }

  /**
   * @return for writing chunks and regions
   * @throws dev.sparkzarr.ZarrException as {@link ArrayEngine#openForWriting}
   */
  public ArrayWriter writer(WriteSettings settings) {
    return engine.openForWriting(array.store(), array.path(), array.metadata(), settings);
  }

  /**
   * @return the region's elements in C order
   * @throws dev.sparkzarr.ZarrException when the region is not within the array, or as {@link
   *     ArrayReader#read}
   */
  public ChunkBuffer read(Region region) {
    ChunkBuffer target = new ChunkBuffer(array.type());
    reader.read(region, target);
    return target;
  }

  /**
   * @return every element in C order
   */
  public ChunkBuffer readAll() {
    return read(Region.all(metadata().shape()));
  }

  /**
   * @param chunk in the grid of chunks, {@link ArrayGrid#chunks()}
   * @return its elements, fill values when it is not stored
   */
  public ChunkBuffer readChunk(ChunkIndex chunk) {
    ChunkBuffer target = new ChunkBuffer(array.type());
    reader.decode(reader.fetch(List.of(chunk)).get(0), target);
    return target;
  }

  /**
   * @param object in the grid of stored objects, {@link ArrayGrid#objects()}
   * @return the stored object as it is, encoded; empty when it is not stored
   */
  public Optional<ByteBuffer> readEncoded(ChunkIndex object) {
    ObjectPipelines pipelines = JavaEngine.pipelines(array, counters);
    Shape shape = ArrayGrid.ofObjects(metadata()).objectShape(object);
    return array.store().get(array.key(object), pipelines.of(shape).encodedLimit());
  }

  @Override
  public String toString() {
    return array.toString();
  }
}
