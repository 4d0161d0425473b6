package dev.sparkzarr.dataset;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.ElementHeap;

/**
 * Finds the selected cells of a box in one decoded chunk, and copies them, run by run, to where
 * they belong among the box's cells in C order. Dimensions with one index are left out, and inner
 * dimensions that lie together on both sides are copied as one run. Allocates nothing after
 * construction where all chunks have one shape. For one thread.
 */
final class ChunkGather {
  private final SelectedIndexes[] selected;
  private final ColumnGrid grid;
  private final int width;
  private final int rank;
  private final int[] targetStrides;
  private final int[] firstRanges;

  /** The dimensions with more than one index, outermost first; their number. */
  private final int[] levels;

  private int levelCount;

  /** Elements that lie together below one step of the innermost level. */
  private int unit;

  /** Elements between neighbours in the part's chunk. */
  private long[] strides;

  private GridCursor part;
  private byte[] source;
  private byte[] target;

  /** Null for elements of fixed size. */
  private SlotCopy slots;

  /**
   * @param selected of the array's dimensions, in the table's order as everything here
   * @param width bytes of an element
   */
  ChunkGather(SelectedIndexes[] selected, ColumnGrid grid, int width) {
    this.selected = selected;
    this.grid = grid;
    this.width = width;
    this.rank = selected.length;
    this.targetStrides = new int[rank];
    this.firstRanges = new int[rank];
    this.levels = new int[rank];
  }

  /**
   * Asks whether the cells of a part are one run in their chunk.
   *
   * @param cells stands on the part
   * @return the element at which the run begins, or -1
   */
  int runStart(GridCursor cells) {
    strides = grid.strides(cells.cell);
    long expected = 1;
    for (int d = rank - 1; d >= 0; d--) {
      long count = cells.count(d);
      if (count > 1) {
        if (strides[d] != expected || !selected[d].isOneRun(cells.from[d], cells.to[d])) {
          return -1;
        }
        expected *= count;
      }
    }
    long start = 0;
    for (int d = 0; d < rank; d++) {
      start += firstIndex(cells, d) * strides[d];
    }
    return (int) start;
  }

  /**
   * Copies the cells of a part.
   *
   * @param cells stands on the part
   * @param boxFrom ordinals of the box that the part is of
   * @param decoded the part's chunk
   * @param box receives the cells; element 0 is the box's first
   */
  void copy(GridCursor cells, long[] boxFrom, long[] boxTo, byte[] decoded, byte[] box) {
    slots = null;
    copyCells(cells, boxFrom, boxTo, decoded, box);
  }

  /**
   * Copies the cells of a part whose elements are of variable size.
   *
   * @param heap takes in the values of the cells; what several cells share is taken in once
   */
  void copy(
      GridCursor cells,
      long[] boxFrom,
      long[] boxTo,
      ChunkBuffer decoded,
      byte[] box,
      ElementHeap heap) {
    slots = new SlotCopy(decoded.heap().bytes(), heap);
    copyCells(cells, boxFrom, boxTo, decoded.bytes(), box);
  }

  private void copyCells(
      GridCursor cells, long[] boxFrom, long[] boxTo, byte[] decoded, byte[] box) {
    part = cells;
    strides = grid.strides(cells.cell);
    source = decoded;
    target = box;
    levelCount = 0;
    int stride = 1;
    long sourceAt = 0;
    long targetAt = 0;
    for (int d = rank - 1; d >= 0; d--) {
      targetStrides[d] = stride;
      stride *= (int) (boxTo[d] - boxFrom[d]);
      targetAt += (cells.from[d] - boxFrom[d]) * targetStrides[d];
      sourceAt += firstIndex(cells, d) * strides[d];
    }
    for (int d = 0; d < rank; d++) {
      if (cells.count(d) > 1) {
        levels[levelCount++] = d;
        firstRanges[d] = selected[d].rangeOf(cells.from[d]);
      }
    }
    unit = 1;
    while (levelCount > 1 && joinsInnermost()) {
      unit *= (int) cells.count(levels[--levelCount]);
    }
    if (levelCount == 0) {
      copyRun((int) sourceAt, 1, (int) targetAt, 1, 1);
    } else {
      copy(0, sourceAt, (int) targetAt);
    }
  }

  /** The first index of a part in dimension {@code d}, counted from the start of its chunk. */
  private long firstIndex(GridCursor cells, int d) {
    return selected[d].indexAt(cells.from[d]) - grid.chunks()[d].start(cells.cell[d]);
  }

  /** Whether the innermost level and the one around it lie together, on both sides. */
  private boolean joinsInnermost() {
    int inner = levels[levelCount - 1];
    int outer = levels[levelCount - 2];
    long joined = unit * part.count(inner);
    return strides[inner] == unit
        && strides[outer] == joined
        && targetStrides[outer] == joined
        && selected[inner].isOneRun(part.from[inner], part.to[inner]);
  }

  /**
   * @param sourceAt where the part's first index of this level is
   */
  private void copy(int level, long sourceAt, int targetAt) {
    int d = levels[level];
    SelectedIndexes indexes = selected[d];
    long stop = part.to[d];
    long ordinal = part.from[d];
    long first = indexes.indexAt(ordinal, firstRanges[d]);
    int at = targetAt;
    for (int range = firstRanges[d]; ordinal < stop; range++) {
      int run = (int) (Math.min(stop, indexes.ordinalStop(range)) - ordinal);
      long from = sourceAt + (indexes.indexAt(ordinal, range) - first) * strides[d];
      if (level == levelCount - 1) {
        copyRun((int) from, (int) strides[d], at, targetStrides[d], run);
        at += run * targetStrides[d];
      } else {
        for (int i = 0; i < run; i++) {
          copy(level + 1, from, at);
          from += strides[d];
          at += targetStrides[d];
        }
      }
      ordinal += run;
    }
  }

  private void copyRun(int from, int stride, int at, int targetStride, int run) {
    if (slots != null) {
      for (int i = 0; i < run; i++) {
        slots.copy(source, from + i * stride, target, at + i * targetStride, unit);
      }
    } else if (stride == unit && targetStride == unit) {
      System.arraycopy(source, from * width, target, at * width, run * unit * width);
    } else {
      ElementCopy.strided(source, from, stride, target, at, targetStride, run, width);
    }
  }
}
