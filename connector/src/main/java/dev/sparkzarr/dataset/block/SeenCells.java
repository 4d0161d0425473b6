package dev.sparkzarr.dataset.block;

import java.util.Arrays;

/** Which cells of an object have been given: a bit for each. For one thread at a time. */
final class SeenCells {
  private long[] words = new long[0];
  private int count;

  /** Forgets all, and makes room. */
  void reset(int cells) {
    int length = (cells >> 6) + 1;
    if (words.length < length) {
      words = new long[length];
    } else {
      Arrays.fill(words, 0, length, 0);
    }
    count = 0;
  }

  boolean has(int cell) {
    return (words[cell >> 6] >>> cell & 1) != 0;
  }

  void add(int cell) {
    words[cell >> 6] |= 1L << cell;
    count++;
  }

  /**
   * Adds a run of cells.
   *
   * @return the first that was there already, after which nothing was added; -1 when there is none
   */
  int addRun(int start, int length) {
    int end = start + length;
    for (int at = start; at < end; ) {
      int word = at >> 6;
      int stop = Math.min(end, word + 1 << 6);
      long mask = -1L << at & -1L >>> -stop;
      long both = words[word] & mask;
      if (both != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(both);
      }
      words[word] |= mask;
      at = stop;
    }
    count += length;
    return -1;
  }

  /** The first cell at or after one that was given; -1 when there is none. */
  int next(int from, int cells) {
    for (int word = from >> 6; word << 6 < cells; word++) {
      long bits = words[word] & (word == from >> 6 ? -1L << from : -1L);
      if (bits != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(bits);
      }
    }
    return -1;
  }

  int count() {
    return count;
  }
}
