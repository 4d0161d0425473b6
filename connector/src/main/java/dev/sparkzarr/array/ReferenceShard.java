package dev.sparkzarr.array;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.ElementHeap;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A shard read, and written, from its first inner chunk to its last. The index is a table of two
 * u64 for each inner chunk in C order, offset and length; both 2^64-1 when it is not stored;
 * perhaps followed by its CRC-32C. (Zarr v3, codec {@code sharding_indexed} 1.0.) Immutable.
 */
final class ReferenceShard {
  private final DataType type;
  private final Optional<FillValue> fill;
  private final int width;
  private final Shape shape;
  private final Shape innerShape;
  private final ReferenceChain inner;
  private final boolean indexFirst;
  private final boolean indexChecksum;
  private final ByteOrder indexOrder;

  ReferenceShard(ObjectNode configuration, DataType type, Shape shape, Optional<FillValue> fill) {
    this.type = type;
    this.fill = fill;
    this.width = type.layout().width();
    this.shape = shape;
    JsonNode lengths = configuration.path("chunk_shape");
    long[] innerLengths = new long[shape.rank()];
    for (int i = 0; i < innerLengths.length; i++) {
      innerLengths[i] = lengths.path(i).asLong(0);
      if (innerLengths[i] < 1 || shape.length(i) % innerLengths[i] != 0) {
        throw new CodecException("inner chunks of " + lengths + " do not divide " + shape + ".");
      }
    }
    this.innerShape = Shape.of(innerLengths);
    this.inner = new ReferenceChain(codecs(configuration, "codecs"), type, innerShape, fill);
    this.indexFirst = configuration.path("index_location").asText("end").equals("start");
    List<CodecSpec> index = codecs(configuration, "index_codecs");
    List<String> names = index.stream().map(CodecSpec::name).toList();
    this.indexChecksum = names.equals(List.of("bytes", "crc32c"));
    if (!indexChecksum && !names.equals(List.of("bytes"))) {
      throw new CodecException(
          "engine 'reference' cannot decode a shard index with codecs "
              + names
              + ". Use engine 'java'.");
    }
    boolean big = index.get(0).configuration().path("endian").asText().equals("big");
    this.indexOrder = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private static List<CodecSpec> codecs(ObjectNode configuration, String field) {
    List<CodecSpec> codecs = new ArrayList<>();
    for (JsonNode codec : configuration.path(field)) {
      String name = codec.isTextual() ? codec.asText() : codec.path("name").asText();
      ObjectNode settings =
          codec.path("configuration") instanceof ObjectNode object
              ? object
              : JsonNodeFactory.instance.objectNode();
      codecs.add(new CodecSpec(name, settings, true));
    }
    if (codecs.isEmpty()) {
      throw new CodecException("a shard names no " + field + ".");
    }
    return codecs;
  }

  /**
   * @param heap takes the values of elements of variable size
   * @return the shard's elements in C order
   */
  byte[] decode(ByteBuffer encoded, ElementHeap heap) {
    ByteBuffer object = encoded.slice();
    long[] grid = new long[shape.rank()];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = shape.length(i) / innerShape.length(i);
    }
    int chunks = ReferenceIndex.elements(Shape.of(grid));
    ByteBuffer index = index(object, chunks);
    byte[] values = new byte[ReferenceIndex.elements(shape) * width];
    long[] chunk = new long[grid.length];
    do {
      long offset = index.getLong();
      long length = index.getLong();
      Optional<ByteBuffer> bytes = Optional.empty();
      if (offset != -1 || length != -1) {
        if (offset < 0
            || length < 0
            || length > object.limit()
            || offset > object.limit() - length) {
          throw new CodecException(
              "the shard index gives inner chunk "
                  + ChunkIndex.of(chunk)
                  + " bytes outside the object.");
        }
        bytes = Optional.of(object.slice((int) offset, (int) length));
      }
      place(inner.decode(bytes, heap), chunk, values);
    } while (ReferenceIndex.advance(chunk, grid));
    return values;
  }

  private ByteBuffer index(ByteBuffer object, int chunks) {
    long length = 16L * chunks + (indexChecksum ? 4 : 0);
    if (length > object.limit()) {
      throw new CodecException(
          "the object has " + object.limit() + " bytes, fewer than its shard index.");
    }
    int start = indexFirst ? 0 : object.limit() - (int) length;
    ByteBuffer table = object.slice(start, 16 * chunks).order(indexOrder);
    if (indexChecksum) {
      CRC32C sum = new CRC32C();
      sum.update(table.duplicate());
      int stored = object.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(start + 16 * chunks);
      if (stored != (int) sum.getValue()) {
        throw new CodecException("the checksum of the shard index does not match.");
      }
    }
    return table;
  }

  /**
   * @param values of the shard, C order
   * @param heap that slots among the values point to
   */
  ByteBuffer encode(byte[] values, ElementHeap heap) {
    long[] grid = new long[shape.rank()];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = shape.length(i) / innerShape.length(i);
    }
    int chunks = ReferenceIndex.elements(Shape.of(grid));
    int indexLength = Math.toIntExact(16L * chunks + (indexChecksum ? 4 : 0));
    ByteBuffer index = ByteBuffer.allocate(indexLength).order(indexOrder);
    List<ByteBuffer> parts = new ArrayList<>();
    long next = indexFirst ? indexLength : 0;
    long[] chunk = new long[grid.length];
    do {
      byte[] part = taken(values, chunk);
      if (fill.isPresent() && ReferenceChain.isFill(part, type, heap, fill.get().pattern())) {
        index.putLong(-1).putLong(-1);
        continue;
      }
      ByteBuffer encoded = inner.encode(part, heap);
      index.putLong(next).putLong(encoded.remaining());
      next += encoded.remaining();
      parts.add(encoded);
    } while (ReferenceIndex.advance(chunk, grid));
    if (indexChecksum) {
      CRC32C sum = new CRC32C();
      sum.update(index.array(), 0, 16 * chunks);
      index.order(ByteOrder.LITTLE_ENDIAN).putInt((int) sum.getValue());
    }
    index.rewind();
    parts.add(indexFirst ? 0 : parts.size(), index);
    long length = parts.stream().mapToLong(ByteBuffer::remaining).sum();
    if (length > Integer.MAX_VALUE - 8) {
      throw new CodecException(
          "an encoded shard of " + length + " bytes does not fit into memory.");
    }
    ByteBuffer object = ByteBuffer.allocate((int) length);
    parts.forEach(object::put);
    return object.flip();
  }

  /** The elements of one inner chunk. */
  private byte[] taken(byte[] values, long[] chunk) {
    byte[] part = new byte[ReferenceIndex.elements(innerShape) * width];
    long[] at = new long[chunk.length];
    for (int to = 0; to < part.length; to += width) {
      long[] index = new long[chunk.length];
      for (int i = 0; i < index.length; i++) {
        index[i] = chunk[i] * innerShape.length(i) + at[i];
      }
      int from = (int) ReferenceIndex.position(index, shape.toArray()) * width;
      System.arraycopy(values, from, part, to, width);
      ReferenceIndex.advance(at, innerShape.toArray());
    }
    return part;
  }

  private void place(byte[] decoded, long[] chunk, byte[] values) {
    long[] at = new long[chunk.length];
    int from = 0;
    do {
      long[] index = new long[chunk.length];
      for (int i = 0; i < index.length; i++) {
        index[i] = chunk[i] * innerShape.length(i) + at[i];
      }
      int to = (int) ReferenceIndex.position(index, shape.toArray()) * width;
      System.arraycopy(decoded, from, values, to, width);
      from += width;
    } while (ReferenceIndex.advance(at, innerShape.toArray()));
  }
}
