package dev.sparkzarr.dataset.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is kept of rows that come tile by tile, against all of them sorted. */
class TopKeysTest {
  private static final double[] FLOATS = {
    -0.0, 0.0, 1, 1.5, -7, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 3.25
  };
  private static final long[] LONGS = {
    Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, 2, 3
  };

  /** Spark's order of values that are not NULL. */
  private static final Comparator<Number> VALUES =
      (a, b) ->
          a instanceof Long
              ? Long.compare(a.longValue(), b.longValue())
              : Double.compare(a.doubleValue() + 0.0, b.doubleValue() + 0.0);

  private static Comparator<Number> order(TopRows top) {
    Comparator<Number> values =
        top.direction() == TopRows.Direction.ASCENDING ? VALUES : VALUES.reversed();
    return top.nulls() == TopRows.Nulls.FIRST
        ? Comparator.nullsFirst(values)
        : Comparator.nullsLast(values);
  }

  private static TopRows top(Random random, ValueType type, int rows) {
    return new TopRows(
        CellExpressions.column(0, type),
        TopRows.Direction.values()[random.nextInt(2)],
        TopRows.Nulls.values()[random.nextInt(2)],
        TopRows.Ties.values()[random.nextInt(2)],
        rows);
  }

  private static Values values(List<Number> tile, boolean isFloat) {
    boolean[] nulls = new boolean[tile.size()];
    double[] doubles = new double[tile.size()];
    long[] longs = new long[tile.size()];
    boolean any = false;
    for (int i = 0; i < nulls.length; i++) {
      nulls[i] = tile.get(i) == null;
      any |= nulls[i];
      doubles[i] = nulls[i] ? -1e300 : tile.get(i).doubleValue();
      longs[i] = nulls[i] ? 0 : tile.get(i).longValue();
    }
    boolean[] flags = any ? nulls : null;
    return isFloat ? Values.of(doubles, flags) : Values.of(longs, flags);
  }

  @Property(tries = 3000)
  void keepsEveryRowThatCanBeAmongTheFirst(@ForAll long seed) {
    Random random = new Random(seed);
    boolean isFloat = random.nextBoolean();
    TopRows top =
        top(random, isFloat ? ValueType.FLOAT64 : ValueType.INT64, 1 + random.nextInt(12));
    TopKeys keys = new TopKeys(top);
    int nullsOf = random.nextInt(3) == 0 ? 2 : 20;
    int valuesOf = 1 + random.nextInt(isFloat ? FLOATS.length : LONGS.length);
    boolean isVaried = random.nextBoolean();
    List<Number> all = new ArrayList<>();
    List<Number> kept = new ArrayList<>();
    for (int tile = random.nextInt(8); tile >= 0; tile--) {
      List<Number> rows = new ArrayList<>();
      for (int row = 1 + random.nextInt(20); row > 0; row--) {
        int at = random.nextInt(valuesOf);
        Number value =
            isFloat
                ? (Number) (isVaried ? random.nextGaussian() : FLOATS[at])
                : (Number) (isVaried ? random.nextLong() : LONGS[at]);
        rows.add(random.nextInt(nullsOf) == 0 ? null : value);
      }
      int[] asked = new int[rows.size()];
      int count = 0;
      for (int row = 0; row < asked.length; row++) {
        if (random.nextInt(4) > 0) { // others did not pass a condition
          asked[count++] = row;
          all.add(rows.get(row));
        }
      }
      int[] picks = new int[rows.size()];
      int left = keys.keep(values(rows, isFloat), asked, count, picks);
      for (int i = 0; i < left; i++) {
        assertThat(Arrays.binarySearch(asked, 0, count, picks[i])).isNotNegative();
        assertThat(i == 0 || picks[i] > picks[i - 1]).isTrue();
        kept.add(rows.get(picks[i]));
      }
      if (keys.isComplete()) {
        assertThat(kept.size()).isGreaterThanOrEqualTo(top.rows());
      }
    }
    Comparator<Number> order = order(top);
    List<Number> first = all.stream().sorted(order).limit(top.rows()).toList();
    assertThat(kept.stream().sorted(order).limit(top.rows()).toList())
        .usingElementComparator(order)
        .isEqualTo(first);
    if (top.ties() == TopRows.Ties.ALL && !first.isEmpty()) {
      Number last = first.get(first.size() - 1);
      assertThat(kept.stream().filter(value -> order.compare(value, last) <= 0).count())
          .isEqualTo(all.stream().filter(value -> order.compare(value, last) <= 0).count());
    }
  }

  @Example
  void fewRowsPassOnceTheFirstAreKnown() {
    Random random = new Random(11);
    TopRows top =
        new TopRows(
            CellExpressions.column(0, ValueType.FLOAT64),
            TopRows.Direction.DESCENDING,
            TopRows.Nulls.LAST,
            TopRows.Ties.ENOUGH,
            10);
    TopKeys keys = new TopKeys(top);
    int[] every = new int[4096];
    Arrays.setAll(every, row -> row);
    int[] picks = new int[4096];
    int passed = 0;
    for (int tile = 0; tile < 250; tile++) {
      double[] values = random.doubles(4096).toArray();
      passed += keys.keep(Values.of(values, null), every, values.length, picks);
    }
    assertThat(passed).isBetween(10, 250); // about n ln(N / n)
  }

  @Example
  void nothingMoreIsWantedWhenNullsFillThePlaces() {
    TopRows top =
        new TopRows(
            CellExpressions.column(0, ValueType.FLOAT64),
            TopRows.Direction.ASCENDING,
            TopRows.Nulls.FIRST,
            TopRows.Ties.ENOUGH,
            2);
    TopKeys keys = new TopKeys(top);
    int[] every = {0, 1, 2, 3};
    int[] picks = new int[4];
    assertThat(
            keys.keep(
                Values.of(new double[4], new boolean[] {false, true, false, true}),
                every,
                4,
                picks))
        .isEqualTo(2);
    assertThat(picks).startsWith(1, 3);
    assertThat(keys.isComplete()).isTrue();
  }
}
