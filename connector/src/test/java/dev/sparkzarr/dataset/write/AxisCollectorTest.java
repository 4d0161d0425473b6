package dev.sparkzarr.dataset.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AxisCollectorTest {
  @Property(tries = 200, seed = "20261121")
  void gathersWholeNumbersOfAllTasks(
      @ForAll @Size(max = 6)
          List<@Size(max = 300) List<@IntRange(min = -200, max = 200) Integer>> tasks,
      @ForAll AxisOrder order) {
    DraftDimension dimension = dimension(ColumnType.INT32, order, false);
    List<Axis> parts = new ArrayList<>();
    for (List<Integer> task : tasks) {
      AxisCollector collector = new AxisCollector("x", dimension);
      task.forEach(collector::add);
      parts.add(collector.seen());
    }
    List<Integer> all = tasks.stream().flatMap(List::stream).toList();
    assertThat(Axes.values(AxisCollector.merge("x", dimension, parts)))
        .isEqualTo(inOrder(all, order).stream().map(Integer::longValue).toList());
  }

  @Property(tries = 200, seed = "20261121")
  void gathersTextsOfAllTasks(
      @ForAll @Size(max = 4) List<@Size(max = 50) List<String>> tasks, @ForAll AxisOrder order) {
    DraftDimension dimension = dimension(ColumnType.TEXT, order, false);
    List<Axis> parts = new ArrayList<>();
    for (List<String> task : tasks) {
      AxisCollector collector = new AxisCollector("x", dimension);
      for (String text : task) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        collector.add(bytes, 0, bytes.length);
      }
      parts.add(collector.seen());
    }
    List<String> all = tasks.stream().flatMap(List::stream).map(Axes::utf8).toList();
    List<Object> merged = Axes.values(AxisCollector.merge("x", dimension, parts));
    List<String> expected = new ArrayList<>(new LinkedHashSet<>(all));
    if (order != AxisOrder.AS_SEEN) {
      expected.sort((left, right) -> compareCodePoints(left, right));
    }
    if (order == AxisOrder.DESCENDING) {
      Collections.reverse(expected);
    }
    assertThat(merged).isEqualTo(expected);
  }

  private static int compareCodePoints(String left, String right) {
    int[] a = left.codePoints().toArray();
    int[] b = right.codePoints().toArray();
    return java.util.Arrays.compare(a, b);
  }

  @Property(tries = 200, seed = "20261121")
  void gathersDoublesInOrder(@ForAll @Size(max = 200) List<Double> values) {
    DraftDimension dimension = dimension(ColumnType.FLOAT64, AxisOrder.DESCENDING, false);
    AxisCollector collector = new AxisCollector("x", dimension);
    values.forEach(value -> collector.add(value.doubleValue()));
    List<Double> expected =
        new ArrayList<>(new TreeSet<>(values.stream().map(value -> value + 0.0).toList()));
    Collections.reverse(expected);
    assertThat(Axes.values(AxisCollector.merge("x", dimension, List.of(collector.seen()))))
        .isEqualTo(expected);
  }

  @Test
  void anIndexIsAsLongAsItsLargestValueSays() {
    DraftDimension dimension = dimension(ColumnType.INT64, AxisOrder.ASCENDING, true);
    AxisCollector first = new AxisCollector("x", dimension);
    first.add(6_000_000_000L);
    AxisCollector empty = new AxisCollector("x", dimension);
    Axis axis = AxisCollector.merge("x", dimension, List.of(empty.seen(), first.seen()));
    assertThat(axis.isIndex()).isTrue();
    assertThat(axis.length()).isEqualTo(6_000_000_001L);
    assertThat(empty.seen().length()).isZero();
    assertThatThrownBy(() -> first.add(-1L))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("Cannot write x: dimension 'd' is an index")
        .hasMessageContaining("the value -1");
  }

  @Test
  void whatDoesNotTellARowItsPlaceIsRefused() {
    AxisCollector collector =
        new AxisCollector("x", dimension(ColumnType.FLOAT64, AxisOrder.ASCENDING, false));
    assertThatThrownBy(() -> collector.add(Double.NaN))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("column 'd' of dimension 'd' is NaN in a row")
        .hasMessageContaining("d IS NOT NULL");
    assertThatThrownBy(collector::addMissing).hasMessageContaining("is NULL in a row");
  }

  @Test
  void zerosAreOneValue() {
    AxisCollector collector =
        new AxisCollector("x", dimension(ColumnType.FLOAT64, AxisOrder.ASCENDING, false));
    collector.add(-0.0);
    collector.add(0.0);
    assertThat(Axes.values(collector.seen())).containsExactly(0.0);
  }

  @Test
  void moreValuesThanMemoryIsMeantForAreRefused() {
    AxisCollector collector =
        new AxisCollector("x", dimension(ColumnType.INT64, AxisOrder.ASCENDING, false), 3);
    for (long value : new long[] {1, 2, 3, 3, 1}) {
      collector.add(value);
    }
    assertThatThrownBy(() -> collector.add(4L))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("more than 3 distinct values")
        .hasMessageContaining("option axes");
  }

  private static <T extends Comparable<T>> List<T> inOrder(List<T> values, AxisOrder order) {
    List<T> distinct = new ArrayList<>(new LinkedHashSet<>(values));
    if (order != AxisOrder.AS_SEEN) {
      Collections.sort(distinct);
    }
    if (order == AxisOrder.DESCENDING) {
      Collections.reverse(distinct);
    }
    return distinct;
  }

  static DraftDimension dimension(ColumnType type, AxisOrder order, boolean isIndex) {
    return new DraftDimension("d", 0, "d", type, isIndex, null, order);
  }
}
