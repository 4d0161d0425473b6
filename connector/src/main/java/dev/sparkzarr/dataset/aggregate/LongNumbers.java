package dev.sparkzarr.dataset.aggregate;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Numbers 64-bit values from 0 as they come first. A table with linear probing, at most half full,
 * of a multiply-shift hash (M. Dietzfelbinger et al., A reliable randomized algorithm for the
 * closest-pair problem, 1997) whose multiplier nobody knows who writes the values. For one thread.
 */
final class LongNumbers {
  private final long multiplier = new SplittableRandom().nextLong() | 1;
  private long[] values = new long[16];

  /** Numbers and one; 0 where there is none. */
  private int[] slots = new int[32];

  private int shift = Long.SIZE - 5;
  private int count;

  /**
   * @return the number of a value, a new one when it was not met before
   */
  int number(long value) {
    int slot = slot(value);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (count == values.length) {
      grow();
      slot = slot(value);
    }
    values[count++] = value;
    slots[slot] = count;
    return count - 1;
  }

  /** Where a value is, or belongs. */
  private int slot(long value) {
    int slot = (int) (value * multiplier >>> shift);
    while (slots[slot] != 0 && values[slots[slot] - 1] != value) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private void grow() {
    values = Arrays.copyOf(values, 2 * count);
    slots = new int[4 * count];
    shift--;
    for (int number = 0; number < count; number++) {
      slots[slot(values[number])] = number + 1;
    }
  }

  int count() {
    return count;
  }

  /**
   * @return the value that has a number
   */
  long value(int number) {
    return values[number];
  }
}
