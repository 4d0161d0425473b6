package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.codec.ShardLayout;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one array is cut: into stored objects, and these into chunks. <em>Chunk</em> is the smallest
 * part that can be read by itself: the inner chunk of a shard that can be read in parts, else what
 * one stored object holds. Chunks and objects may differ in shape; each is stored whole, also where
 * it reaches beyond the array. Everything is in the array's order of dimensions. Immutable.
 */
public final class ArrayGrid {
  private final List<ChunkEdges> chunks;
  private final List<ChunkEdges> objects;
  private final boolean isSharded;
  private final boolean isEven;
  private final Shape largestChunk;
  private final Shape largestObject;

  private ArrayGrid(List<ChunkEdges> chunks, List<ChunkEdges> objects, boolean isSharded) {
    this.chunks = List.copyOf(chunks);
    this.objects = List.copyOf(objects);
    this.isSharded = isSharded;
    this.isEven = objects.stream().allMatch(ChunkEdges::isEven);
    this.largestChunk = largest(chunks);
    this.largestObject = largest(objects);
  }

  /**
   * The grid of an array whose objects cannot be read in parts, or whose parts do not matter.
   *
   * @return chunks are stored objects
   */
  public static ArrayGrid ofObjects(ArrayMetadata array) {
    List<ChunkEdges> objects = array.grid().edges(array.shape());
    return new ArrayGrid(objects, objects, false);
  }

  /**
   * The grid of an array.
   *
   * @param pipeline of any of its stored objects
   * @throws CodecException when shards are of lengths that their inner chunks do not divide
   */
  public static ArrayGrid of(ArrayMetadata array, CodecPipeline pipeline) {
    Optional<ShardLayout> shard = pipeline.shard();
    if (shard.isEmpty()) {
      return ofObjects(array);
    }
    Shape inner = shard.get().chunkShape();
    return sharded(array.shape(), array.grid().edges(array.shape()), inner);
  }

  /**
   * A grid of objects with inner chunks.
   *
   * @param objects for each dimension
   * @param innerShape of all chunks
   * @throws CodecException when objects are of lengths that their inner chunks do not divide
   */
  public static ArrayGrid sharded(Shape array, List<ChunkEdges> objects, Shape innerShape) {
    List<ChunkEdges> chunks = new ArrayList<>(objects.size());
    for (int i = 0; i < objects.size(); i++) {
      ChunkEdges cut = ChunkEdges.even(array.length(i), innerShape.length(i));
      if (!cut.isFinerThan(objects.get(i))) {
        throw new CodecException(
            "Cannot use codec 'sharding_indexed': its inner chunks of "
                + innerShape
                + " do not divide every shard of dimension "
                + i
                + ", "
                + objects.get(i)
                + ".");
      }
      chunks.add(cut);
    }
    return new ArrayGrid(chunks, objects, true);
  }

  private static Shape largest(List<ChunkEdges> edges) {
    return Shape.of(edges.stream().mapToLong(ChunkEdges::longest).toArray());
  }

  /**
   * @return for each dimension, how it is cut into chunks
   */
  public List<ChunkEdges> chunks() {
    return chunks;
  }

  /**
   * @return for each dimension, how it is cut into stored objects
   */
  public List<ChunkEdges> objects() {
    return objects;
  }

  /**
   * @return whether stored objects are read in parts
   */
  public boolean isSharded() {
    return isSharded;
  }

  /**
   * @return whether all chunks have one shape, and all objects
   */
  public boolean isEven() {
    return isEven;
  }

  /**
   * @return the shape of the largest chunk: no chunk is longer in any dimension
   */
  public Shape largestChunk() {
    return largestChunk;
  }

  /**
   * @return the shape of the largest stored object: no object is longer in any dimension
   */
  public Shape largestObject() {
    return largestObject;
  }

  /**
   * @return the shape of a chunk as it is stored
   * @throws IllegalArgumentException when it has another number of dimensions
   */
  public Shape chunkShape(ChunkIndex chunk) {
    return shape(chunk, chunks, largestChunk);
  }

  /**
   * @return the shape of an object as it is stored
   * @throws IllegalArgumentException when it has another number of dimensions
   */
  public Shape objectShape(ChunkIndex object) {
    return shape(object, objects, largestObject);
  }

  private Shape shape(ChunkIndex index, List<ChunkEdges> edges, Shape largest) {
    checkRank(index);
    if (isEven || isSharded && edges == chunks) {
      return largest;
    }
    long[] lengths = new long[index.rank()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = edges.get(i).length(index.at(i));
    }
    return Shape.of(lengths);
  }

  /**
   * @return the index in the array of a chunk's first element
   * @throws IllegalArgumentException when it has another number of dimensions
   */
  public long[] origin(ChunkIndex chunk) {
    checkRank(chunk);
    long[] origin = chunk.toArray();
    for (int i = 0; i < origin.length; i++) {
      origin[i] = chunks.get(i).start(origin[i]);
    }
    return origin;
  }

  /**
   * @return the shape of a chunk as far as it lies within the array
   * @throws IllegalArgumentException when it has another number of dimensions
   */
  public Shape clippedShape(ChunkIndex chunk) {
    checkRank(chunk);
    long[] lengths = chunk.toArray();
    for (int i = 0; i < lengths.length; i++) {
      ChunkEdges edges = chunks.get(i);
      lengths[i] = edges.stop(lengths[i]) - edges.start(lengths[i]);
    }
    return Shape.of(lengths);
  }

  /**
   * Copies the elements of a chunk that lie within the array, in C order; of variable size as slots
   * that point to where they pointed.
   *
   * @param values of the whole chunk
   * @param target has room for them
   */
  public void clip(ChunkIndex chunk, ChunkBuffer values, byte[] target) {
    long[] lengths = clippedShape(chunk).toArray();
    StridedCopy.copy(
        values.bytes(),
        0,
        StridedCopy.strides(chunkShape(chunk).toArray()),
        target,
        0,
        StridedCopy.strides(lengths),
        lengths,
        values.type().layout().width());
  }

  /**
   * @return the stored object that a chunk is in
   * @throws IllegalArgumentException when it has another number of dimensions
   */
  public ChunkIndex objectOf(ChunkIndex chunk) {
    checkRank(chunk);
    if (!isSharded) {
      return chunk;
    }
    long[] object = chunk.toArray();
    for (int i = 0; i < object.length; i++) {
      object[i] = objects.get(i).chunkAt(chunks.get(i).start(object[i]));
    }
    return ChunkIndex.of(object);
  }

  /**
   * @param object that the chunk is in
   * @return the chunk's position in it, counted in chunks
   */
  long[] within(ChunkIndex chunk, ChunkIndex object) {
    long[] position = chunk.toArray();
    for (int i = 0; i < position.length; i++) {
      position[i] -= chunks.get(i).chunkAt(objects.get(i).start(object.at(i)));
    }
    return position;
  }

  private void checkRank(ChunkIndex index) {
    if (index.rank() != objects.size()) {
      throw new IllegalArgumentException(
          "Cannot find chunk "
              + index
              + " of an array with "
              + objects.size()
              + " dimensions: it has another number of them");
    }
  }

  @Override
  public String toString() {
    return "chunks " + chunks + (isSharded ? " in objects " + objects : "");
  }
}
