package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.ElementHeap;
import dev.sparkzarr.metadata.DataType;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The elements of a chunk, kept for later. Nobody modifies them; safe for many threads. */
final class DecodedChunk implements ChunkMemo {
  /** What an entry takes beside its bytes. */
  private static final int OVERHEAD = 512;

  private final DataType type;
  private final int elements;
  private final byte[] bytes;
  private final byte[] heap;

  private DecodedChunk(DataType type, int elements, byte[] bytes, byte[] heap) {
    this.type = type;
    this.elements = elements;
    this.bytes = bytes;
    this.heap = heap;
  }

  static DecodedChunk copyOf(ChunkBuffer buffer) {
    ElementHeap values = buffer.heap();
    return new DecodedChunk(
        buffer.type(),
        buffer.elements(),
        Arrays.copyOf(buffer.bytes(), buffer.size()),
        Arrays.copyOf(values.bytes(), values.size()));
  }

  /**
   * @return bytes that a copy would count for
   */
  static long sizeOf(ChunkBuffer buffer) {
    return (long) OVERHEAD + buffer.size() + buffer.heap().size();
  }

  long size() {
    return (long) OVERHEAD + bytes.length + heap.length;
  }

  /**
   * @return bytes of elements and of what they point to
   */
  long decodedBytes() {
    return (long) bytes.length + heap.length;
  }

  /**
   * @return the elements as they are kept, never to be modified
   */
  ByteBuffer view() {
    return ByteBuffer.wrap(bytes);
  }

  void copyTo(ChunkBuffer target) {
    target.retype(type);
    target.resize(elements);
    System.arraycopy(bytes, 0, target.bytes(), 0, bytes.length);
    // Slots count from the heap's beginning, and retyping has emptied it.
    target.heap().append(heap, 0, heap.length);
  }
}
