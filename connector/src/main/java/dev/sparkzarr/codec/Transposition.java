package dev.sparkzarr.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * Moves the elements of a C-order array into another order of its dimensions. Dimensions that stay
 * neighbours are merged first, so that runs are long; what is left is copied in runs, or in tiles
 * where the fastest dimension of one side is not that of the other. Immutable.
 */
final class Transposition {
  // A tile fills whole cache lines of the target, and its rows stay within few pages.
  private static final int LINE = 64;
  private static final int ROWS = 64;

  private final int width;
  private final long total;
  // Of the target, slowest first, after merging; strides are those of the source, in elements.
  private final int[] lengths;
  private final int[] sourceStrides;
  private final int[] targetStrides;
  private final int fastest; // the target's dimension that is the source's fastest

  /**
   * @param source lengths of the source's dimensions
   * @param order for each target dimension, which source dimension it is
   * @param width bytes of an element
   */
  Transposition(long[] source, int[] order, int width) {
    this.width = width;
    long[] strides = new long[source.length];
    long stride = 1;
    for (int i = source.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= source[i];
    }
    total = stride;
    List<long[]> merged = new ArrayList<>(); // pairs of length and source stride
    for (int dimension : order) {
      long length = source[dimension];
      if (length == 1) {
        continue;
      }
      long[] last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && last[1] == strides[dimension] * length) {
        last[0] *= length;
        last[1] = strides[dimension];
      } else {
        merged.add(new long[] {length, strides[dimension]});
      }
    }
    int rank = merged.size();
    lengths = new int[rank];
    sourceStrides = new int[rank];
    targetStrides = new int[rank];
    int sourceFastest = rank - 1;
    int targetStride = 1;
    for (int i = rank - 1; i >= 0; i--) {
      // An array of more than 2^31 elements is never run: its bytes fit no memory.
      lengths[i] = (int) merged.get(i)[0];
      sourceStrides[i] = (int) merged.get(i)[1];
      targetStrides[i] = targetStride;
      targetStride *= lengths[i];
      if (sourceStrides[i] == 1) {
        sourceFastest = i;
      }
    }
    fastest = sourceFastest;
  }

  /** Both sides hold the whole array, and do not overlap. */
  void run(byte[] source, int sourceAt, byte[] target, int targetAt) {
    if (total == 0) {
      return;
    }
    int last = lengths.length - 1;
    if (last <= 0) {
      System.arraycopy(source, sourceAt, target, targetAt, (int) (total * width));
      return;
    }
    // Odometer over the dimensions that the innermost copy does not cover.
    int[] index = new int[last];
    int from = 0;
    int to = 0;
    while (true) {
      if (fastest == last) {
        System.arraycopy(
            source, sourceAt + from * width, target, targetAt + to * width, lengths[last] * width);
      } else {
        plane(source, sourceAt + from * width, target, targetAt + to * width);
      }
      int i = last - 1;
      while (i >= 0) {
        if (i != fastest) {
          from += sourceStrides[i];
          to += targetStrides[i];
          if (++index[i] < lengths[i]) {
            break;
          }
          from -= sourceStrides[i] * lengths[i];
          to -= targetStrides[i] * lengths[i];
          index[i] = 0;
        }
        i--;
      }
      if (i < 0) {
        return;
      }
    }
  }

  /** Turns the plane of the source's and the target's fastest dimensions, tile by tile. */
  private void plane(byte[] source, int from, byte[] target, int to) {
    int last = lengths.length - 1;
    int rows = lengths[fastest];
    int columns = lengths[last];
    int columnStride = sourceStrides[last] * width;
    int rowStride = targetStrides[fastest] * width;
    int across = Math.max(1, LINE / width);
    for (int row = 0; row < rows; row += ROWS) {
      int tileRows = Math.min(ROWS, rows - row);
      for (int column = 0; column < columns; column += across) {
        TransposedTile.turn(
            source,
            from + row * width + column * columnStride,
            columnStride,
            target,
            to + row * rowStride + column * width,
            rowStride,
            tileRows,
            Math.min(across, columns - column),
            width);
      }
    }
  }
}
