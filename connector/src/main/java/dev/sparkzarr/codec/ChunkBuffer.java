package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;

/**
 * Elements of one type in memory that is reused: packed as {@link
 * dev.sparkzarr.metadata.ElementLayout} says, C order. Elements of variable size are slots that
 * point into {@link #heap()}. The capacity grows and never shrinks. For one thread at a time.
 */
public final class ChunkBuffer {
  private final ElementHeap heap = new ElementHeap();
  private DataType type;
  private int width;
  private byte[] bytes = new byte[0];
  private int elements;

  /**
   * @param type of the elements
   */
  public ChunkBuffer(DataType type) {
    retype(type);
  }

  /**
   * @param kind of the numbers that are the elements
   */
  public ChunkBuffer(ElementKind kind) {
    this(new DataType.Numeric(kind));
  }

  /**
   * Makes room for a number of elements; what they hold is undefined until written.
   *
   * @throws CodecException when they need more than 2^31-9 bytes, or more than this JVM has
   */
  public void resize(long newElements) {
    long size = Math.multiplyExact(newElements, (long) width);
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

  /** Changes what the bytes are taken for, and forgets the elements and the heap. */
  public void retype(DataType newType) {
    type = newType.storage();
    width = type.layout().width();
    elements = 0;
    heap.clear();
  }

  /**
   * Makes an element of its value.
   *
   * @param value as wide as an element, or for a type of variable size any bytes, which join the
   *     heap
   * @return the element as it stands in {@link #bytes()}
   */
  public byte[] element(byte[] value) {
    return type.layout().variable() ? heap.slot(value) : value;
  }

  /**
   * @return whether elements are slots that point into the heap
   */
  public boolean isVariable() {
    return type.layout().variable();
  }

  /**
   * @return what an element is; never an extension, but its storage
   */
  public DataType type() {
    return type;
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
    return elements * width;
  }

  /**
   * @return the memory itself, at least {@link #size()} long; may be replaced by {@link #resize}
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * @return the bytes of elements of variable size; empty for other types
   */
  public ElementHeap heap() {
    return heap;
  }
}
