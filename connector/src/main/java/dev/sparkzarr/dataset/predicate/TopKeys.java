package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.FloatOrder;

/**
 * The keys of the first rows so far, which tell rows that can still be among the first from others.
 * Rows come tile by tile; soon nearly all are told by one comparison. Memory: 8 bytes for each row
 * that is wanted. For one thread.
 */
final class TopKeys {
  private final TopRows top;

  /** Turns values around where the greatest come first, so that less is always better. */
  private final long flip;

  private final double sign;

  /** The best keys of values so far, as a heap: none is worse than the first. */
  private final long[] heap;

  private int size;

  /** How many rows without a value were kept, while these could be among the first. */
  private int nulls;

  /** What is worse than this, turned around, is told at once: among integers, and among floats. */
  private long bound = Long.MAX_VALUE;

  private double floatBound = Double.POSITIVE_INFINITY;

  TopKeys(TopRows top) {
    this.top = top;
    boolean isAscending = top.direction() == TopRows.Direction.ASCENDING;
    this.flip = isAscending ? 0 : -1;
    this.sign = isAscending ? 1 : -1;
    this.heap = new long[top.rows()];
  }

  /** Whether no row to come is wanted. */
  boolean isComplete() {
    return room() == 0 && top.ties() == TopRows.Ties.ENOUGH;
  }

  /**
   * Tells which rows can be among the first of all that were asked about.
   *
   * @param keys of a tile's rows
   * @param rows of the tile, ascending
   * @param count how many of these
   * @param kept receives those that can; may be {@code rows}
   * @return how many can
   */
  int keep(Values keys, int[] rows, int count, int[] kept) {
    int admitted =
        keys.isFloat() ? floats(keys, rows, count, kept) : longs(keys, rows, count, kept);
    int left = 0;
    for (int i = 0; i < admitted; i++) { // later rows of the tile may have been better
      int row = kept[i];
      if (keys.isNull(row) ? isNullWanted() : isWanted(key(keys, row))) {
        kept[left++] = row;
      }
    }
    return left;
  }

  private int floats(Values keys, int[] rows, int count, int[] kept) {
    if (keys.floats != null && keys.nulls == null && areAllWorse(keys.floats, rows, count)) {
      return 0;
    }
    double[] values = keys.doubles();
    int admitted = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      if (keys.isNull(row)
          ? admitsNull()
          : !(values[row] * sign > floatBound) && admits(keys, row)) {
        kept[admitted++] = row;
      }
    }
    return admitted;
  }

  /** Whether none can be among the first: soon so of most tiles, which are not widened for it. */
  private boolean areAllWorse(float[] values, int[] rows, int count) {
    boolean isAnyNot = false;
    for (int i = 0; i < count; i++) {
      isAnyNot |= !(values[rows[i]] * sign > floatBound);
    }
    return !isAnyNot;
  }

  private int longs(Values keys, int[] rows, int count, int[] kept) {
    long[] values = keys.longs;
    int admitted = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      if (keys.isNull(row) ? admitsNull() : (values[row] ^ flip) <= bound && admits(keys, row)) {
        kept[admitted++] = row;
      }
    }
    return admitted;
  }

  /** A value as a number that is less where the value is better. */
  private long key(Values keys, int row) {
    return (keys.isFloat() ? FloatOrder.key(keys.doubles()[row]) : keys.longs[row]) ^ flip;
  }

  /** How many values can be among the first. */
  private int room() {
    return top.nulls() == TopRows.Nulls.FIRST ? heap.length - nulls : heap.length;
  }

  private boolean admits(Values keys, int row) {
    long key = key(keys, row);
    if (size < room()) {
      push(key);
    } else if (size == 0 || key > heap[0]) {
      return false;
    } else if (key == heap[0]) {
      return top.ties() == TopRows.Ties.ALL;
    } else {
      sink(key, size);
    }
    setBound();
    return true;
  }

  private boolean isWanted(long key) {
    return size < room() || size > 0 && key <= heap[0];
  }

  private boolean admitsNull() {
    boolean isFirst = top.nulls() == TopRows.Nulls.FIRST;
    int others = isFirst ? 0 : size;
    if (others + nulls >= heap.length) {
      return top.ties() == TopRows.Ties.ALL && isNullWanted();
    }
    nulls++;
    if (size > room()) {
      size--;
      sink(heap[size], size);
    }
    setBound();
    return true;
  }

  private boolean isNullWanted() {
    return top.nulls() == TopRows.Nulls.FIRST || size < heap.length;
  }

  private void setBound() {
    if (size < room()) {
      return;
    }
    bound = size == 0 ? Long.MIN_VALUE : heap[0];
    floatBound = size == 0 ? Double.NEGATIVE_INFINITY : FloatOrder.value(bound ^ flip) * sign;
  }

  private void push(long key) {
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) >> 1;
      if (heap[parent] >= key) {
        break;
      }
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = key;
  }

  /** Puts a key in the place of the first of {@code count}. */
  private void sink(long key, int count) {
    int at = 0;
    while (2 * at + 1 < count) {
      int child = 2 * at + 1;
      if (child + 1 < count && heap[child + 1] > heap[child]) {
        child++;
      }
      if (heap[child] <= key) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = key;
  }
}
