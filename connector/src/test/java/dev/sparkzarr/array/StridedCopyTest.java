package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StridedCopyTest {
  private static final int[] WIDTHS = {1, 2, 4, 8, 3};

  /** A box of a small memory goes to a box of another; compared with a loop over single bytes. */
  @Property(tries = 2000)
  void copiesWhatALoopOverElementsCopies(
      @ForAll long seed, @ForAll @IntRange(max = 4) int rank, @ForAll @IntRange(max = 4) int kind) {
    Random random = new Random(seed);
    int width = WIDTHS[kind];
    boolean filling = random.nextInt(4) == 0;
    long[] counts = new long[rank];
    long[] fromLengths = new long[rank];
    long[] toLengths = new long[rank];
    long[] steps = new long[rank];
    for (int i = 0; i < rank; i++) {
      counts[i] = random.nextInt(5) == 0 ? random.nextInt(2) : 1 + random.nextInt(5);
      steps[i] = random.nextBoolean() ? 1 : 1 + random.nextInt(3);
      fromLengths[i] = Math.max(1, counts[i] * steps[i] + random.nextInt(2));
      toLengths[i] = Math.max(1, counts[i] + random.nextInt(2));
      steps[i] = random.nextInt(3) == 0 ? -steps[i] : steps[i];
    }
    long[] fromStrides = filling ? new long[rank] : StridedCopy.strides(fromLengths);
    long[] toStrides = StridedCopy.strides(toLengths);
    long fromStart = 0;
    for (int i = 0; i < rank; i++) {
      if (steps[i] < 0 && counts[i] > 0) {
        fromStart -= fromStrides[i] * steps[i] * (counts[i] - 1);
      }
      fromStrides[i] *= steps[i];
    }
    byte[] from = new byte[width * elements(fromLengths)];
    random.nextBytes(from);
    byte[] to = new byte[width * elements(toLengths)];
    random.nextBytes(to);
    byte[] expected = to.clone();
    if (elements(counts) > 0) {
      long[] at = new long[rank];
      do {
        long source = fromStart;
        long target = 0;
        for (int i = 0; i < rank; i++) {
          source += at[i] * fromStrides[i];
          target += at[i] * toStrides[i];
        }
        for (int b = 0; b < width; b++) {
          expected[(int) target * width + b] = from[(int) source * width + b];
        }
      } while (ReferenceIndex.advance(at, counts));
    }

    StridedCopy.copy(from, fromStart, fromStrides, to, 0, toStrides, counts, width);

    assertThat(to).isEqualTo(expected);
  }

  private static int elements(long[] lengths) {
    int elements = 1;
    for (long length : lengths) {
      elements *= (int) length;
    }
    return elements;
  }
}
