package dev.sparkzarr.codec;

import java.util.Arrays;
import java.util.Objects;

/**
 * The bytes of elements of variable size, to which their slots point: see {@link
 * dev.sparkzarr.metadata.ElementLayout}. Grows and is reused. For one thread at a time.
 */
public final class ElementHeap {
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private byte[] bytes = new byte[0];
  private int size;

  /** An empty heap. */
  public ElementHeap() {}

  /** Forgets all bytes; the memory stays. */
  public void clear() {
    size = 0;
  }

  /** Forgets the bytes after the first {@code newSize}, which are there. */
  public void truncate(int newSize) {
    size = Objects.checkIndex(newSize, size + 1);
  }

  /**
   * @return the memory itself; may be replaced when bytes are appended
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * @return how many bytes are in use, from index 0 of {@link #bytes()}
   */
  public int size() {
    return size;
  }

  /**
   * Takes bytes in.
   *
   * @param source left as it is
   * @return where they begin now
   * @throws CodecException when the heap would exceed 2 GiB, or what this JVM has
   */
  public int append(byte[] source, int from, int length) {
    int at = size;
    reserve((long) size + length);
    System.arraycopy(source, from, bytes, at, length);
    size += length;
    return at;
  }

  /**
   * Takes in all bytes of another heap, and lets slots that pointed into that one point into this.
   *
   * @param slots holds {@code count} slots from byte 0, which are rewritten
   */
  public void adopt(ElementHeap other, byte[] slots, int count) {
    int base = append(other.bytes, 0, other.size);
    if (base != 0) {
      for (int at = 0; at < count * Long.BYTES; at += Long.BYTES) {
        RawBytes.putInt(slots, at, RawBytes.getInt(slots, at) + base);
      }
    }
  }

  /**
   * Takes in the values that some slots of another heap point to, no others, and lets the slots
   * point into this.
   *
   * @param other not this one
   * @param slots holds {@code count} slots from byte 0, which are rewritten
   * @throws CodecException when the heap would exceed 2 GiB, or what this JVM has
   */
  public void take(ElementHeap other, byte[] slots, int count) {
    reserve(size + Slots.totalLength(slots, 0, count));
    for (int at = 0; at < count * Slots.SIZE; at += Slots.SIZE) {
      int length = Slots.length(slots, at);
      Slots.put(slots, at, append(other.bytes, Slots.offset(slots, at), length), length);
    }
  }

  /** Takes in one value and says its slot. */
  byte[] slot(byte[] value) {
    byte[] slot = new byte[Long.BYTES];
    RawBytes.putInt(slot, 0, append(value, 0, value.length));
    RawBytes.putInt(slot, Integer.BYTES, value.length);
    return slot;
  }

  /**
   * Compares elements with a value.
   *
   * @param slots that point into this heap
   * @param at index of the first slot's first byte
   * @param count how many
   * @return whether every one of them has exactly these bytes
   */
  public boolean allEqual(byte[] slots, int at, int count, byte[] value) {
    for (int i = 0; i < count; i++) {
      int offset = RawBytes.getInt(slots, at + i * Long.BYTES);
      int length = RawBytes.getInt(slots, at + i * Long.BYTES + Integer.BYTES);
      if (length != value.length
          || !Arrays.equals(bytes, offset, offset + length, value, 0, length)) {
        return false;
      }
    }
    return true;
  }

  private void reserve(long wanted) {
    if (wanted <= bytes.length) {
      return;
    }
    if (wanted > LARGEST) {
      throw CodecErrors.tooLarge("the values of a chunk", wanted);
    }
    byte[] larger =
        Heap.bytes(Math.min(LARGEST, Math.max(wanted, 2L * size)), "the values of a chunk");
    System.arraycopy(bytes, 0, larger, 0, size);
    bytes = larger;
  }
}
