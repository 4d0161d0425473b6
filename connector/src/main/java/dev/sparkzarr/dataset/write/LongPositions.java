package dev.sparkzarr.dataset.write;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Distinct numbers and the positions at which they were added: an open hash table without boxes,
 * about 20 bytes for each. Not safe for many threads while numbers are added.
 */
final class LongPositions implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final int MOST = 1 << 29;

  private long[] values;
  private int[] slots;
  private int count;
  private int shift;

  LongPositions(int expected) {
    int size = 16;
    while (size < 2L * expected && size < 2 * MOST) {
      size <<= 1;
    }
    slots = new int[size];
    values = new long[Math.max(8, expected)];
    shift = Long.numberOfLeadingZeros(size) + 1;
  }

  /**
   * @return whether it was not there yet
   */
  boolean add(long value) {
    int slot = slotOf(value);
    if (slots[slot] != 0) {
      return false;
    }
    if (2L * (count + 1) > slots.length) {
      grow();
      slot = slotOf(value);
    }
    if (count == values.length) {
      values = Arrays.copyOf(values, (int) Math.min(MOST, 2L * count));
    }
    values[count] = value;
    slots[slot] = ++count;
    return true;
  }

  /**
   * @return the position at which it was added; -1 when it was not
   */
  int find(long value) {
    return slots[slotOf(value)] - 1;
  }

  /**
   * @return how many have been added
   */
  int count() {
    return count;
  }

  /**
   * @return the number that was added at this position
   */
  long at(int position) {
    return values[position];
  }

  /**
   * @return a copy, in the order of positions
   */
  long[] toArray() {
    return Arrays.copyOf(values, count);
  }

  private int slotOf(long value) {
    int slot = (int) (value * SPREAD >>> shift);
    while (slots[slot] != 0 && values[slots[slot] - 1] != value) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    shift--;
    for (int i = 0; i < count; i++) {
      slots[slotOf(values[i])] = i + 1;
    }
  }
}
