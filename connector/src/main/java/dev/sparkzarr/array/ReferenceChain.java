package dev.sparkzarr.array;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.codec.ElementHeap;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A codec chain taken apart from the front: a transpose, or a shard, or what the pipeline decodes
 * as a whole. Immutable.
 */
final class ReferenceChain {
  private final DataType type;
  private final Shape shape;
  private final Optional<FillValue> fill;
  private int[] order;
  private ReferenceChain transposed;
  private ReferenceShard shard;
  private CodecPipeline leaf;

  /**
   * @param codecs in encode order
   * @param shape that decoding gives
   * @throws CodecException when this engine cannot decode the chain
   */
  ReferenceChain(List<CodecSpec> codecs, DataType type, Shape shape, Optional<FillValue> fill) {
    this.type = type;
    this.shape = shape;
    this.fill = fill;
    CodecSpec first = codecs.get(0);
    List<CodecSpec> rest = codecs.subList(1, codecs.size());
    if (first.name().equals("transpose")) {
      this.order = order(first);
      long[] lengths = new long[order.length];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = shape.length(order[i]);
      }
      this.transposed = new ReferenceChain(rest, type, Shape.of(lengths), fill);
    } else if (first.name().equals("sharding_indexed")) {
      if (!rest.isEmpty()) {
        throw new CodecException(
            "engine 'reference' cannot decode codecs after a shard. Use engine 'java'.");
      }
      this.shard = new ReferenceShard(first.configuration(), type, shape, fill);
    } else {
      this.leaf = CodecPipeline.of(codecs, type, shape, fill);
    }
  }

  private int[] order(CodecSpec transpose) {
    JsonNode json = transpose.configuration().path("order");
    int[] axes = new int[shape.rank()];
    for (int i = 0; i < axes.length; i++) {
      if (json.isArray()) {
        axes[i] = json.path(i).asInt(-1);
      } else {
        axes[i] = json.asText().equals("F") ? axes.length - 1 - i : i;
      }
      if (axes[i] < 0 || axes[i] >= axes.length) {
        throw new CodecException("transpose has order " + json + " for shape " + shape + ".");
      }
    }
    return axes;
  }

  /**
   * @param encoded empty when nothing is stored
   * @param heap takes the values of elements of variable size
   * @return the elements in C order
   */
  byte[] decode(Optional<ByteBuffer> encoded, ElementHeap heap) {
    if (encoded.isEmpty()) {
      return filled(heap);
    } else if (transposed != null) {
      return turned(transposed.decode(encoded, heap));
    } else if (shard != null) {
      return shard.decode(encoded.get(), heap);
    }
    ChunkBuffer chunk = new ChunkBuffer(type);
    leaf.decode(encoded.get(), chunk);
    if (chunk.isVariable()) {
      heap.adopt(chunk.heap(), chunk.bytes(), chunk.elements());
    }
    return Arrays.copyOf(chunk.bytes(), chunk.size());
  }

  private byte[] filled(ElementHeap heap) {
    boolean variable = type.layout().variable();
    byte[] pattern = fill.orElseGet(() -> FillValue.undefined(type)).pattern();
    if (variable) {
      int at = heap.append(pattern, 0, pattern.length);
      ByteBuffer slot = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      pattern = slot.putInt(at).putInt(pattern.length).array();
    }
    byte[] values = new byte[ReferenceIndex.elements(shape) * type.layout().width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = pattern[i % pattern.length];
    }
    return values;
  }

  /** Axis {@code i} of the encoded elements is axis {@code order[i]} of ours. */
  private byte[] turned(byte[] encoded) {
    byte[] values = new byte[encoded.length];
    if (values.length == 0) {
      return values;
    }
    long[] at = new long[order.length];
    int to = 0;
    do {
      long[] encodedAt = new long[order.length];
      for (int i = 0; i < order.length; i++) {
        encodedAt[i] = at[order[i]];
      }
      long from = ReferenceIndex.position(encodedAt, transposed.shape.toArray());
      System.arraycopy(
          encoded, (int) from * type.layout().width(), values, to, type.layout().width());
      to += type.layout().width();
    } while (ReferenceIndex.advance(at, shape.toArray()));
    return values;
  }

  /**
   * @param values of this chain's shape, C order
   * @param heap that slots among the values point to
   */
  ByteBuffer encode(byte[] values, ElementHeap heap) {
    if (transposed != null) {
      return transposed.encode(turnedBack(values), heap);
    } else if (shard != null) {
      return shard.encode(values, heap);
    }
    ChunkBuffer chunk = new ChunkBuffer(type);
    chunk.resize(ReferenceIndex.elements(shape));
    System.arraycopy(values, 0, chunk.bytes(), 0, values.length);
    chunk.heap().append(heap.bytes(), 0, heap.size());
    return leaf.encode(chunk);
  }

  /** The inverse of {@link #turned}. */
  private byte[] turnedBack(byte[] values) {
    byte[] encoded = new byte[values.length];
    int width = type.layout().width();
    long[] at = new long[order.length];
    for (int from = 0; from < values.length; from += width) {
      long[] encodedAt = new long[order.length];
      for (int i = 0; i < order.length; i++) {
        encodedAt[i] = at[order[i]];
      }
      long to = ReferenceIndex.position(encodedAt, transposed.shape.toArray());
      System.arraycopy(values, from, encoded, (int) to * width, width);
      ReferenceIndex.advance(at, shape.toArray());
    }
    return encoded;
  }

  /**
   * @param values at least one
   * @param heap that slots among the values point to
   * @return whether each is the fill value, byte for byte
   */
  static boolean isFill(byte[] values, DataType type, ElementHeap heap, byte[] fill) {
    int width = type.layout().width();
    ByteBuffer slots = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < values.length; at += width) {
      byte[] value = Arrays.copyOfRange(values, at, at + width);
      if (type.layout().variable()) {
        int start = slots.getInt(at);
        int length = slots.getInt(at + Integer.BYTES);
        value = Arrays.copyOfRange(heap.bytes(), start, start + length);
      }
      if (!Arrays.equals(value, fill)) {
        return false;
      }
    }
    return true;
  }
}
