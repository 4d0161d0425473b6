package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.EncodedChunk;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An array without a store: each element is a function of its index, so any chunk can be made when
 * it is asked for. Cells of edge chunks beyond the array hold rubbish that no element has. Records
 * what is fetched and decoded.
 */
final class FakeArray implements ArrayReader {
  static final byte RUBBISH = (byte) 0xEE;

  final ElementKind kind;
  final Shape shape;
  final Shape chunkShape;
  final Shape objectShape;
  final List<ChunkIndex> fetched = new ArrayList<>();
  int requests;
  int decoded;
  Predicate<ChunkIndex> missing = chunk -> false;
  Runnable onFetch = () -> {};
  private final long seed;

  FakeArray(ElementKind kind, Shape shape, Shape chunkShape, Shape objectShape, long seed) {
    this.kind = kind;
    this.shape = shape;
    this.chunkShape = chunkShape;
    this.objectShape = objectShape;
    this.seed = seed;
  }

  /** The bits of the element at an index: zero in a missing chunk, else positive and small. */
  long element(long[] index) {
    long[] chunk = new long[index.length];
    for (int d = 0; d < index.length; d++) {
      chunk[d] = index[d] / chunkShape.length(d);
    }
    return missing.test(ChunkIndex.of(chunk)) ? 0 : stored(index);
  }

  private long stored(long[] index) {
    long hash = seed;
    for (long i : index) {
      hash = (hash ^ i) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    long mask = kind.width() == 8 ? Long.MAX_VALUE : (1L << (8 * kind.width() - 1)) - 1;
    return Math.max(1, hash & mask);
  }

  @Override
  public ArrayMetadata metadata() {
    return new ArrayMetadata(
        ZarrFormat.V3,
        shape,
        new DataType.Numeric(kind),
        new ChunkGrid.Regular(objectShape),
        new ChunkKeyEncoding(true, '/'),
        Optional.empty(),
        List.of(),
        List.of(),
        Attributes.EMPTY,
        "{}");
  }

  @Override
  public Shape chunkShape() {
    return chunkShape;
  }

  @Override
  public Shape objectShape() {
    return objectShape;
  }

  @Override
  public synchronized List<EncodedChunk> fetch(List<ChunkIndex> chunks) {
    onFetch.run();
    requests++;
    List<EncodedChunk> result = new ArrayList<>();
    for (ChunkIndex chunk : chunks) {
      for (int d = 0; d < shape.rank(); d++) {
        if (chunk.at(d) * chunkShape.length(d) >= shape.length(d)) {
          throw new AssertionError("chunk " + chunk + " is outside the array " + shape);
        }
      }
      for (int d = 0; d < shape.rank(); d++) {
        long perObject = objectShape.length(d) / chunkShape.length(d);
        if (chunk.at(d) / perObject != chunks.get(0).at(d) / perObject) {
          throw new AssertionError(chunks + " are not in one stored object");
        }
      }
      fetched.add(chunk);
      result.add(
          new EncodedChunk(
              chunk, missing.test(chunk) ? Optional.empty() : Optional.of(ByteBuffer.allocate(0))));
    }
    return result;
  }

  @Override
  public boolean decode(EncodedChunk chunk, ChunkBuffer target) {
    decoded++;
    target.retype(new DataType.Numeric(kind));
    target.resize(chunkShape.elements());
    if (chunk.bytes().isEmpty()) {
      Arrays.fill(target.bytes(), 0, target.size(), (byte) 0);
      return false;
    }
    long[] index = new long[shape.rank()];
    for (int i = 0; i < target.elements(); i++) {
      long rest = i;
      boolean inside = true;
      for (int d = shape.rank() - 1; d >= 0; d--) {
        long length = chunkShape.length(d);
        index[d] = chunk.index().at(d) * length + rest % length;
        rest /= length;
        inside &= index[d] < shape.length(d);
      }
      for (int b = 0; b < kind.width(); b++) {
        target.bytes()[i * kind.width() + b] =
            inside ? (byte) (stored(index) >>> (8 * b)) : RUBBISH;
      }
    }
    return true;
  }

  @Override
  public void read(Region region, ChunkBuffer target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String toString() {
    return kind + " " + shape + " chunks " + chunkShape + " objects " + objectShape;
  }
}
