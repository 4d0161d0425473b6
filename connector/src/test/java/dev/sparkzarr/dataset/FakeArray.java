package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.array.ArrayReader;
import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.array.EncodedChunk;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.Cut;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
  final Shape chunkShape; // of the largest chunk
  final List<Cut> chunks;
  final List<Cut> objects;
  final List<ChunkIndex> fetched = new ArrayList<>();
  int requests;
  int decoded;
  Predicate<ChunkIndex> missing = chunk -> false;
  Runnable onFetch = () -> {};

  /** Whether elements are texts, of {@link #text}, and not numbers. */
  boolean texts;

  /** Blanks behind each text. */
  int padding;

  private final long seed;

  FakeArray(ElementKind kind, Shape shape, Shape chunkShape, Shape objectShape, long seed) {
    this(kind, shape, even(shape, chunkShape), even(shape, objectShape), seed);
  }

  /**
   * @param chunks for each dimension; not even only where they are the objects
   */
  FakeArray(ElementKind kind, Shape shape, List<Cut> chunks, List<Cut> objects, long seed) {
    this.kind = kind;
    this.shape = shape;
    this.chunkShape = Shape.of(chunks.stream().mapToLong(Cut::longest).toArray());
    this.chunks = chunks;
    this.objects = objects;
    this.seed = seed;
  }

  private static List<Cut> even(Shape shape, Shape lengths) {
    List<Cut> cuts = new ArrayList<>();
    for (int d = 0; d < shape.rank(); d++) {
      cuts.add(Cut.even(shape.length(d), lengths.length(d)));
    }
    return cuts;
  }

  /** The text that stands for the bits of an element. */
  byte[] text(long bits) {
    String text = bits % 7 == 0 && bits > 0 ? "" : "\u00e9" + Long.toString(bits, 36);
    return (text + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
  }

  /** The bits of the element at an index: zero in a missing chunk, else positive and small. */
  long element(long[] index) {
    long[] chunk = new long[index.length];
    for (int d = 0; d < index.length; d++) {
      chunk[d] = chunks.get(d).cell(index[d]);
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

  private DataType type() {
    return texts ? new DataType.Text() : new DataType.Numeric(kind);
  }

  @Override
  public ArrayMetadata metadata() {
    return new ArrayMetadata(
        ZarrFormat.V3,
        shape,
        type(),
        new ChunkGrid.Rectilinear(objects.stream().map(Cut::edges).toList()),
        new ChunkKeyEncoding.Default('/'),
        Optional.empty(),
        List.of(),
        List.of(),
        Attributes.EMPTY,
        "{}");
  }

  @Override
  public ArrayGrid grid() {
    return chunks.equals(objects)
        ? ArrayGrid.ofObjects(metadata())
        : ArrayGrid.sharded(shape, objects.stream().map(Cut::edges).toList(), chunkShape);
  }

  @Override
  public synchronized List<EncodedChunk> fetch(List<ChunkIndex> wanted) {
    onFetch.run();
    requests++;
    List<EncodedChunk> result = new ArrayList<>();
    for (ChunkIndex chunk : wanted) {
      for (int d = 0; d < shape.rank(); d++) {
        if (chunks.get(d).start(chunk.at(d)) >= shape.length(d)) {
          throw new AssertionError("chunk " + chunk + " is outside the array " + shape);
        }
      }
      for (int d = 0; d < shape.rank(); d++) {
        if (object(d, chunk.at(d)) != object(d, wanted.get(0).at(d))) {
          throw new AssertionError(wanted + " are not in one stored object");
        }
      }
      fetched.add(chunk);
      result.add(
          new EncodedChunk(
              chunk, missing.test(chunk) ? Optional.empty() : Optional.of(ByteBuffer.allocate(0))));
    }
    return result;
  }

  private long object(int d, long chunk) {
    return objects.get(d).cell(chunks.get(d).start(chunk));
  }

  @Override
  public boolean decode(EncodedChunk chunk, ChunkBuffer target) {
    decoded++;
    target.retype(type());
    long[] lengths = new long[shape.rank()];
    for (int d = 0; d < lengths.length; d++) {
      lengths[d] = chunks.get(d).length(chunk.index().at(d));
    }
    target.resize(Shape.of(lengths).elements());
    if (chunk.bytes().isEmpty()) {
      byte[] fill = texts ? text(0) : new byte[kind.width()];
      byte[] element = target.element(fill);
      for (int i = 0; i < target.elements(); i++) {
        System.arraycopy(element, 0, target.bytes(), i * element.length, element.length);
      }
      return false;
    }
    long[] index = new long[shape.rank()];
    for (int i = 0; i < target.elements(); i++) {
      long rest = i;
      boolean inside = true;
      for (int d = shape.rank() - 1; d >= 0; d--) {
        index[d] = chunks.get(d).start(chunk.index().at(d)) + rest % lengths[d];
        rest /= lengths[d];
        inside &= index[d] < shape.length(d);
      }
      if (texts && inside) {
        byte[] slot = target.element(text(stored(index)));
        System.arraycopy(slot, 0, target.bytes(), i * Long.BYTES, Long.BYTES);
        continue;
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
    return kind + " " + shape + " chunks " + chunks + " objects " + objects;
  }
}
