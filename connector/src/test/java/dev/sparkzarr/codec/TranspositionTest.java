package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Reordering dimensions against the definition, element by element. */
class TranspositionTest {
  private static final int[] WIDTHS = {1, 2, 4, 8, 3, 6, 16};

  @Property(tries = 500)
  void everyElementGoesToItsPlace(
      @ForAll @IntRange(min = 0, max = 5) int rank,
      @ForAll @IntRange(min = 0, max = 6) int which,
      @ForAll long seed) {
    Random random = new Random(seed);
    int width = WIDTHS[which];
    long[] lengths = new long[rank];
    for (int i = 0; i < rank; i++) {
      lengths[i] = random.nextInt(5) == 0 ? 1 : 1 + random.nextInt(rank < 3 ? 150 : 7);
    }
    List<Integer> shuffled = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.shuffle(shuffled, random);
    int[] order = shuffled.stream().mapToInt(i -> i).toArray();
    int elements = (int) Arrays.stream(lengths).reduce(1, (a, b) -> a * b);
    byte[] source = new byte[elements * width + 3];
    random.nextBytes(source);
    byte[] expected = new byte[elements * width];
    long[] index = new long[rank];
    for (int from = 0; from < elements; from++) {
      long to = 0;
      for (int dimension : order) {
        to = to * lengths[dimension] + index[dimension];
      }
      System.arraycopy(source, 3 + from * width, expected, (int) to * width, width);
      for (int d = rank - 1; d >= 0 && ++index[d] == lengths[d]; d--) {
        index[d] = 0;
      }
    }
    byte[] target = new byte[elements * width + 5];
    new Transposition(lengths, order, width).run(source, 3, target, 5);
    assertThat(Arrays.copyOfRange(target, 5, target.length)).isEqualTo(expected);
  }
}
