package dev.sparkzarr.spark.write;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Numbers of stored objects of one array, as runs: a task's share is few of them. Immutable.
 *
 * @param runs first and last of each run, in order; not to be modified
 */
record ObjectNumbers(long[] runs) implements Serializable {
  /**
   * @param numbers the first {@code count} are taken, and put in order
   */
  static ObjectNumbers of(long[] numbers, int count) {
    Arrays.sort(numbers, 0, count);
    long[] runs = new long[2];
    int used = 0;
    for (int i = 0; i < count; i++) {
      if (used > 0 && numbers[i] == runs[used - 1] + 1) {
        runs[used - 1]++;
        continue;
      }
      if (used + 2 > runs.length) {
        runs = Arrays.copyOf(runs, runs.length * 2);
      }
      runs[used++] = numbers[i];
      runs[used++] = numbers[i];
    }
    return new ObjectNumbers(Arrays.copyOf(runs, used));
  }

  boolean isEmpty() {
    return runs.length == 0;
  }

  /** How many numbers there are. */
  long count() {
    long count = 0;
    for (int i = 0; i < runs.length; i += 2) {
      count += runs[i + 1] - runs[i] + 1;
    }
    return count;
  }

  private Stream<long[]> each() {
    return Stream.iterate(0, i -> i < runs.length, i -> i + 2)
        .map(i -> new long[] {runs[i], runs[i + 1]});
  }

  /**
   * Looks for a number that stands twice, in one of them or in two.
   *
   * @return the first
   */
  static OptionalLong twice(List<ObjectNumbers> all) {
    List<long[]> runs =
        all.stream()
            .flatMap(ObjectNumbers::each)
            .sorted(Comparator.comparingLong(run -> run[0]))
            .toList();
    long last = -1;
    for (long[] run : runs) {
      if (run[0] <= last) {
        return OptionalLong.of(run[0]);
      }
      last = run[1];
    }
    return OptionalLong.empty();
  }
}
