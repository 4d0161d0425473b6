package dev.sparkzarr.dataset.write;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Distinct byte strings and the positions at which they were added. Not safe for many threads while
 * strings are added.
 */
final class BytesPositions implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private byte[] heap = new byte[256];
  private int[] ends = new int[16];
  private int[] slots = new int[64];
  private int count;

  /**
   * @param offset of the first byte
   * @param length how many
   * @return whether it was not there yet
   * @throws ArithmeticException when all together have more than 2 GiB
   */
  boolean add(byte[] bytes, int offset, int length) {
    int slot = slotOf(bytes, offset, length);
    if (slots[slot] != 0) {
      return false;
    }
    if (2L * (count + 1) > slots.length) {
      grow();
      slot = slotOf(bytes, offset, length);
    }
    int start = start(count);
    long end = (long) start + length;
    if (end > MOST_BYTES) {
      throw new ArithmeticException("more than " + MOST_BYTES + " bytes");
    }
    if (end > heap.length) {
      heap = Arrays.copyOf(heap, (int) Math.min(MOST_BYTES, Math.max(end, 2L * heap.length)));
    }
    System.arraycopy(bytes, offset, heap, start, length);
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count] = (int) end;
    slots[slot] = ++count;
    return true;
  }

  /**
   * @return the position at which it was added; -1 when it was not
   */
  int find(byte[] bytes, int offset, int length) {
    return slots[slotOf(bytes, offset, length)] - 1;
  }

  /**
   * @return how many have been added
   */
  int count() {
    return count;
  }

  /**
   * @return where the string at this position begins in {@link #heap}
   */
  int start(int position) {
    return position == 0 ? 0 : ends[position - 1];
  }

  /**
   * @return where it ends
   */
  int end(int position) {
    return ends[position];
  }

  /**
   * @return all strings, one after the other, perhaps with room behind; not to be modified
   */
  byte[] heap() {
    return heap;
  }

  /**
   * @return bytes of all strings
   */
  int size() {
    return start(count);
  }

  private int slotOf(byte[] bytes, int offset, int length) {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    hash *= 0x9E3779B9;
    int slot = (hash ^ hash >>> 15) & slots.length - 1;
    while (slots[slot] != 0 && !isAt(slots[slot] - 1, bytes, offset, length)) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private boolean isAt(int position, byte[] bytes, int offset, int length) {
    return Arrays.equals(heap, start(position), end(position), bytes, offset, offset + length);
  }

  private void grow() {
    slots = new int[2 * slots.length];
    for (int i = 0; i < count; i++) {
      slots[slotOf(heap, start(i), end(i) - start(i))] = i + 1;
    }
  }
}
