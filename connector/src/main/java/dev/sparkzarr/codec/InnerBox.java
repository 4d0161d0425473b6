package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.Shape;

/**
 * A box within a larger C-order array: copied in and out in runs, as long as the shapes allow.
 * Immutable.
 */
final class InnerBox {
  private final int width;
  private final long[] boxLengths;
  private final long[] strides; // of the larger array, in elements
  private final int runDimension; // dimensions from here on are one run
  private final long run; // elements

  /**
   * @param outer shape of the array
   * @param box shape of the box; no longer than the array in any dimension
   * @param width bytes of an element
   */
  InnerBox(Shape outer, Shape box, int width) {
    this.width = width;
    boxLengths = box.toArray();
    strides = new long[boxLengths.length];
    long stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= outer.length(i);
    }
    int first = boxLengths.length;
    long length = 1;
    boolean whole = true;
    while (first > 0 && whole) {
      first--;
      length *= boxLengths[first];
      whole = boxLengths[first] == outer.length(first);
    }
    while (first > 0 && boxLengths[first - 1] == 1) {
      first--; // a single step does not end a run
    }
    runDimension = first;
    run = length;
  }

  /** Whether the box is one run of the larger array. */
  boolean isContiguous() {
    return runDimension == 0;
  }

  /**
   * @param index counted in boxes
   * @return where that box begins, in bytes; the array must fit memory
   */
  int start(long[] index) {
    long start = 0;
    for (int i = 0; i < index.length; i++) {
      start += index[i] * boxLengths[i] * strides[i];
    }
    return (int) (start * width);
  }

  /** Copies a dense box to its place. */
  void scatter(byte[] box, byte[] outer, int start) {
    walk((from, to, size) -> System.arraycopy(box, from, outer, start + to, size));
  }

  /** Copies the box at its place into a dense one. */
  void gather(byte[] outer, int start, byte[] box) {
    walk((to, from, size) -> System.arraycopy(outer, start + from, box, to, size));
  }

  /** Fills the box at its place. */
  void fill(byte[] pattern, byte[] outer, int start) {
    walk((unused, to, size) -> RawBytes.fill(outer, start + to, size, pattern));
  }

  private interface Run {
    void at(int box, int outer, int size);
  }

  private void walk(Run action) {
    int size = (int) (run * width);
    long[] index = new long[runDimension];
    int box = 0;
    long outer = 0;
    while (true) {
      action.at(box, (int) (outer * width), size);
      box += size;
      int i = runDimension - 1;
      while (i >= 0) {
        outer += strides[i];
        if (++index[i] < boxLengths[i]) {
          break;
        }
        outer -= strides[i] * boxLengths[i];
        index[i] = 0;
        i--;
      }
      if (i < 0) {
        return;
      }
    }
  }
}
