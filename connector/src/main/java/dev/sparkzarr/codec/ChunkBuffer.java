package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.ElementKind;

/**
 * Elements of one kind in memory that is reused: little-endian, C order, without padding. The
 * capacity grows and never shrinks. For one thread at a time.
 */
public final class ChunkBuffer {
  private ElementKind kind;
  private byte[] bytes = new byte[0];
  private int elements;

  /**
   * @param kind of the elements
   */
  public ChunkBuffer(ElementKind kind) {
    this.kind = kind;
  }

  /**
   * Makes room for a number of elements; what they hold is undefined until written.
   *
   * @throws CodecException when they need more than 2^31-9 bytes, or more than this JVM has
   */
  public void resize(long newElements) {
    long size = Math.multiplyExact(newElements, (long) kind.width());
    if (size > Integer.MAX_VALUE - 8) {
      throw new CodecException(
          "Cannot decode a chunk of " + size + " bytes: one chunk in memory is at most 2 GiB.");
    }
    if (bytes.length < size) {
      elements = 0;
      bytes = new byte[0]; // free before the larger one is made
      bytes = Heap.bytes(size, "a chunk");
    }
    elements = (int) newElements;
  }

  /** Changes what the bytes are taken for, and forgets the elements. */
  public void retype(ElementKind newKind) {
    kind = newKind;
    elements = 0;
  }

  /**
   * @return what an element is
   */
  public ElementKind kind() {
    return kind;
  }

  /**
   * @return how many elements there are
   */
  public int elements() {
    return elements;
  }

  /**
   * @return bytes in use: elements times width, from index 0 of {@link #bytes()}
   */
  public int size() {
    return elements * kind.width();
  }

  /**
   * @return the memory itself, at least {@link #size()} long; may be replaced by {@link #resize}
   */
  public byte[] bytes() {
    return bytes;
  }
}
