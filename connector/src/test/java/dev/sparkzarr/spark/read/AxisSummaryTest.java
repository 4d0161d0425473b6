package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.LittleEndian;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class AxisSummaryTest {
  private static Axis doubles(boolean[] missing, double... values) {
    byte[] bytes = new byte[8 * values.length];
    for (int i = 0; i < values.length; i++) {
      LittleEndian.float64(bytes, i, values[i]);
    }
    return Axis.values("x", ColumnType.FLOAT64, bytes, missing, null);
  }

  private static Axis longs(ColumnType type, long... values) {
    byte[] bytes = new byte[8 * values.length];
    for (int i = 0; i < values.length; i++) {
      LittleEndian.int64(bytes, i, values[i]);
    }
    return Axis.values("x", type, bytes, null, micros -> micros < 0 ? "b" : "a" + micros);
  }

  @Test
  void nanIsAboveAllAndZerosAreEqual() {
    Axis axis = doubles(null, 0.0, Double.NaN, -0.0, Double.POSITIVE_INFINITY, -3, Double.NaN);
    assertThat(AxisSummary.of(axis, IndexSet.range(0, 6)))
        .isEqualTo(new AxisSummary(6, 4, -3.0, Double.NaN));
    assertThat(AxisSummary.of(axis, IndexSet.range(2, 4)).greatest())
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void missingValuesDoNotCount() {
    Axis axis = doubles(new boolean[] {true, false, true, false}, -9, 4, 99, 4);
    assertThat(AxisSummary.of(axis, IndexSet.range(0, 4)))
        .isEqualTo(new AxisSummary(2, 1, 4.0, 4.0));
    assertThat(AxisSummary.of(axis, IndexSet.range(0, 1)))
        .isEqualTo(new AxisSummary(0, 0, null, null));
  }

  @Test
  void unsignedValuesAreComparedAsSuch() {
    AxisSummary summary = AxisSummary.of(longs(ColumnType.UINT64, -1, 5, 7), IndexSet.range(0, 3));
    assertThat(summary.least()).hasToString("5");
    assertThat(summary.greatest()).hasToString("18446744073709551615");
  }

  @Test
  void textsAreComparedAsTexts() {
    AxisSummary summary =
        AxisSummary.of(longs(ColumnType.CALENDAR_TEXT, -1, 10, 9, 10), IndexSet.range(0, 4));
    assertThat(summary)
        .isEqualTo(new AxisSummary(4, 3, UTF8String.fromString("a10"), UTF8String.fromString("b")));
  }

  @Test
  void anIndexOfAnyLengthIsAnsweredFromItsRanges() {
    IndexSet far = new IndexSet.Builder().add(5, 10).add(1L << 61, 1L << 62).build();
    assertThat(AxisSummary.of(Axis.index("x", 1L << 62), far))
        .isEqualTo(new AxisSummary(5 + (1L << 61), 5 + (1L << 61), 5L, (1L << 62) - 1));
  }

  @Test
  void nothingSelectedHasNoRange() {
    assertThat(AxisSummary.of(Axis.index("x", 4), IndexSet.EMPTY))
        .isEqualTo(new AxisSummary(0, 0, null, null));
  }

  @Provide
  Arbitrary<List<Double>> values() {
    return Arbitraries.of(
            -0.0, 0.0, 1.0, -1.0, Double.NaN, Double.MAX_VALUE, -Double.MIN_VALUE, 1e-300)
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }

  @Property(tries = 500)
  void agreesWithASortedSet(@ForAll("values") List<Double> values) {
    TreeSet<Double> set = new TreeSet<>();
    values.forEach(value -> set.add(value == 0 ? 0.0 : value));
    double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
    AxisSummary summary = AxisSummary.of(doubles(null, array), IndexSet.range(0, array.length));
    List<Object> found = new ArrayList<>(List.of(summary.distinct()));
    found.add((double) summary.least() + 0.0);
    found.add((double) summary.greatest() + 0.0);
    assertThat(found).isEqualTo(List.of((long) set.size(), set.first(), set.last()));
  }
}
