package dev.sparkzarr.dataset;

import dev.sparkzarr.codec.ElementHeap;

/**
 * Decoded values of one column: memory of its own that is reused, or a view of the elements where
 * they are the values already. For one thread.
 */
public final class ColumnValues {
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private byte[] memory = new byte[0];
  private boolean[] flags = new boolean[0];
  private final ElementHeap made = new ElementHeap();

  private byte[] bytes = memory;
  private int start;
  private byte[] heap = memory;
  private int firstElement;
  private int elements;

  /** No values. */
  public ColumnValues() {}

  /**
   * Takes values from stored elements.
   *
   * @param raw elements as {@code ChunkBuffer} holds them
   * @param rawStart index of the first element (not byte)
   * @param rawHeap what elements of variable size point into
   */
  public void take(ValueDecoder decoder, byte[] raw, int rawStart, int count, byte[] rawHeap) {
    if (decoder.isIdentity()) {
      view(raw, rawStart, rawHeap);
    } else {
      resize(decoder, count);
      decoder.decode(raw, rawStart, count, rawHeap, this);
    }
  }

  /** Shows values that stand elsewhere. */
  void view(byte[] newBytes, int newStart, byte[] newHeap) {
    bytes = newBytes;
    start = newStart;
    heap = newHeap;
    firstElement = 0;
    elements = 0;
  }

  private void resize(ValueDecoder decoder, int count) {
    int size = size(count, decoder.type().width());
    if (memory.length < size) {
      memory = new byte[size];
    }
    if (decoder.nulls() == NullRule.MASK) {
      flags(count);
    }
    made.clear();
    view(memory, 0, memory);
  }

  /** Makes room for flags. */
  boolean[] flags(int count) {
    if (flags.length < count) {
      flags = new boolean[count];
    }
    return flags;
  }

  /**
   * @throws DatasetException when so many values are too much for one piece of memory
   */
  static int size(long count, int width) {
    long size = Math.multiplyExact(count, (long) width);
    if (size > LARGEST) {
      throw new DatasetException(
          "Cannot read "
              + count
              + " values of "
              + width
              + " bytes at once: that is more than 2 GiB. Leave the column out.");
    }
    return (int) size;
  }

  /**
   * @return the memory of the values
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * @return index of the first value in {@link #bytes()}; 0 unless it is a view
   */
  public int start() {
    return start;
  }

  /**
   * @return flags from index 0, as long as the values when the decoder's null rule is MASK
   */
  public boolean[] missing() {
    return flags;
  }

  /**
   * @return what slots point into
   */
  public byte[] heap() {
    return heap;
  }

  /** Lets slots point into memory that is there already. */
  public void heap(byte[] newHeap) {
    heap = newHeap;
  }

  /**
   * @return an empty heap of these values' own for a decoder to fill; call {@link #heap(byte[])}
   *     with its bytes when it is complete
   */
  public ElementHeap newHeap() {
    return made;
  }

  /** Says which stored elements in {@link #heap()} the slots of an ARRAY count from. */
  public void elements(int first, int count) {
    firstElement = first;
    elements = count;
  }

  int firstElement() {
    return firstElement;
  }

  int elements() {
    return elements;
  }

  long heldBytes() {
    return (long) memory.length + flags.length + made.bytes().length;
  }
}
