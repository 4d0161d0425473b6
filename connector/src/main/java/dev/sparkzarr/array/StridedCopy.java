package dev.sparkzarr.array;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Copies boxes of elements between memories with different strides, run by run: what the elements
 * mean does not matter, only how wide they are. Dimensions that lie together on both sides are
 * merged first, so that runs are long. A source stride of 0 in every dimension repeats one element,
 * which is how a box is filled. Stateless.
 */
final class StridedCopy {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final byte[] from;
  private final byte[] to;
  private final int width;
  private final int rank;
  private final long[] counts;
  private final long[] fromStrides;
  private final long[] toStrides;

  private StridedCopy(
      byte[] from, long[] fromStrides, byte[] to, long[] toStrides, long[] counts, int width) {
    this.from = from;
    this.to = to;
    this.width = width;
    this.counts = new long[counts.length];
    this.fromStrides = new long[counts.length];
    this.toStrides = new long[counts.length];
    int last = -1;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 1) {
        continue;
      }
      if (last >= 0
          && this.fromStrides[last] == fromStrides[i] * counts[i]
          && this.toStrides[last] == toStrides[i] * counts[i]) {
        this.counts[last] *= counts[i];
      } else {
        last++;
        this.counts[last] = counts[i];
      }
      this.fromStrides[last] = fromStrides[i];
      this.toStrides[last] = toStrides[i];
    }
    this.rank = last + 1;
  }

  /**
   * Copies a box. Positions and strides count elements; strides may be negative.
   *
   * @param fromStart position of the box's first element in {@code from}
   * @param toStart position of the box's first element in {@code to}
   * @param counts elements in each dimension; nothing is copied when one is 0
   * @param width bytes of an element
   */
  static void copy(
      byte[] from,
      long fromStart,
      long[] fromStrides,
      byte[] to,
      long toStart,
      long[] toStrides,
      long[] counts,
      int width) {
    for (long count : counts) {
      if (count == 0) {
        return;
      }
    }
    StridedCopy copy = new StridedCopy(from, fromStrides, to, toStrides, counts, width);
    if (copy.rank == 0) {
      copy.run(fromStart, 0, toStart, 0, 1);
    } else {
      copy.dimension(0, fromStart, toStart);
    }
  }

  /**
   * @return how many elements lie between neighbours of each dimension, in C order
   */
  static long[] strides(long[] lengths) {
    long[] strides = new long[lengths.length];
    long stride = 1;
    for (int i = lengths.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= lengths[i];
    }
    return strides;
  }

  private void dimension(int dimension, long fromAt, long toAt) {
    if (dimension == rank - 1) {
      run(fromAt, fromStrides[dimension], toAt, toStrides[dimension], counts[dimension]);
      return;
    }
    for (long i = 0; i < counts[dimension]; i++) {
      dimension(
          dimension + 1, fromAt + i * fromStrides[dimension], toAt + i * toStrides[dimension]);
    }
  }

  private void run(long fromAt, long fromStride, long toAt, long toStride, long count) {
    int source = Math.toIntExact(fromAt * width);
    int target = Math.toIntExact(toAt * width);
    int n = Math.toIntExact(count);
    if (n == 1 || fromStride == 1 && toStride == 1) {
      System.arraycopy(from, source, to, target, n * width);
    } else if (fromStride == 0 && toStride == 1) {
      repeat(source, target, n * width);
    } else {
      elements(
          source,
          Math.toIntExact(fromStride * width),
          target,
          Math.toIntExact(toStride * width),
          n);
    }
  }

  /** One element, then what is there doubled until the run is full. */
  private void repeat(int source, int target, int length) {
    System.arraycopy(from, source, to, target, width);
    int done = width;
    while (done < length) {
      int more = Math.min(done, length - done);
      System.arraycopy(to, target, to, target + done, more);
      done += more;
    }
  }

  private void elements(int source, int sourceStep, int target, int targetStep, int n) {
    switch (width) {
      case 1 -> {
        for (int i = 0; i < n; i++, source += sourceStep, target += targetStep) {
          to[target] = from[source];
        }
      }
      case 2 -> {
        for (int i = 0; i < n; i++, source += sourceStep, target += targetStep) {
          SHORTS.set(to, target, (short) SHORTS.get(from, source));
        }
      }
      case 4 -> {
        for (int i = 0; i < n; i++, source += sourceStep, target += targetStep) {
          INTS.set(to, target, (int) INTS.get(from, source));
        }
      }
      case 8 -> {
        for (int i = 0; i < n; i++, source += sourceStep, target += targetStep) {
          LONGS.set(to, target, (long) LONGS.get(from, source));
        }
      }
      default -> {
        for (int i = 0; i < n; i++, source += sourceStep, target += targetStep) {
          System.arraycopy(from, source, to, target, width);
        }
      }
    }
  }
}
