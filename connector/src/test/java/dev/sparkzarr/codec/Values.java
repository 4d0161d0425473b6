package dev.sparkzarr.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Chunks of values of any length, in tests. */
final class Values {
  private Values() {}

  /** Decodes into a buffer that held other values before. */
  static List<byte[]> decode(CodecPipeline pipeline, byte[] stored) {
    ChunkBuffer target = new ChunkBuffer(pipeline.type());
    target.resize(2);
    target.element(new byte[] {'o', 'l', 'd'});
    pipeline.decode(ByteBuffer.wrap(stored), target);
    return of(target);
  }

  /** The values that the slots of a buffer point at. */
  static List<byte[]> of(ChunkBuffer buffer) {
    List<byte[]> values = new ArrayList<>();
    for (int at = 0; at < buffer.size(); at += Slots.SIZE) {
      int from = Slots.offset(buffer.bytes(), at);
      int length = Slots.length(buffer.bytes(), at);
      if (from < 0 || length < 0 || from + length > buffer.heap().size()) {
        throw new AssertionError("slot " + at / Slots.SIZE + " points outside the heap");
      }
      values.add(Arrays.copyOfRange(buffer.heap().bytes(), from, from + length));
    }
    return values;
  }

  /** A buffer of values, in a heap that holds others between them. */
  static ChunkBuffer buffer(CodecPipeline pipeline, List<byte[]> values) {
    ChunkBuffer buffer = new ChunkBuffer(pipeline.type());
    buffer.resize(values.size());
    for (int i = 0; i < values.size(); i++) {
      buffer.element(new byte[] {'x'});
      System.arraycopy(
          buffer.element(values.get(i)), 0, buffer.bytes(), i * Slots.SIZE, Slots.SIZE);
    }
    return buffer;
  }

  static byte[] encode(CodecPipeline pipeline, List<byte[]> values) {
    ByteBuffer encoded = pipeline.encode(buffer(pipeline, values));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }
}
