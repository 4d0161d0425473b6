package dev.sparkzarr.dataset.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class AxisIndexTest {
  private static final ColumnType DOUBLE = ColumnType.FLOAT64;

  @Property(tries = 500, seed = "20261121")
  void findsEachWholeNumberAndNoOther(
      @ForAll @UniqueElements @Size(max = 200) List<Long> values, @ForAll long other) {
    AxisIndex index = AxisIndex.of("x", Axes.longs(ColumnType.INT64, values));
    for (int i = 0; i < values.size(); i++) {
      assertThat(index.find(values.get(i))).isEqualTo(i);
    }
    assertThat(index.find(other)).isEqualTo(values.indexOf(other));
  }

  @Property(tries = 500, seed = "20261121")
  void findsEvenNumbersAsAMapWould(
      @ForAll long start,
      @ForAll @IntRange(min = -1000, max = 1000) int step,
      @ForAll @IntRange(min = 1, max = 50) int count,
      @ForAll @IntRange(min = -60_000, max = 60_000) int near) {
    Map<Long, Integer> expected = new HashMap<>();
    List<Long> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long value = start + (long) i * (step == 0 ? 1 : step);
      expected.put(value, i);
      values.add(value);
    }
    AxisIndex index = AxisIndex.of("x", Axes.longs(ColumnType.INT64, values));
    for (long asked : new long[] {start + near, near, start, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(index.find(asked)).isEqualTo(expected.getOrDefault(asked, -1).longValue());
    }
    values.forEach(
        value -> assertThat(index.find(value)).isEqualTo(expected.get(value).longValue()));
  }

  @Property(tries = 500, seed = "20261121")
  void findsEachDoubleAndNoOther(
      @ForAll @Size(max = 100) List<Double> given, @ForAll double other) {
    List<Double> values = new ArrayList<>(new LinkedHashSet<>(given));
    values.removeIf(value -> value == 0 && Math.copySign(1, value) < 0);
    AxisIndex index = AxisIndex.of("x", Axes.doubles(DOUBLE, values));
    for (int i = 0; i < values.size(); i++) {
      assertThat(index.find(values.get(i))).isEqualTo(i);
    }
    double positive = other == 0 ? 0.0 : other;
    assertThat(index.find(other)).isEqualTo(values.indexOf(positive));
  }

  @Property(tries = 300, seed = "20261121")
  void stepsThatFloatsCannotHoldAreFoundExactly(
      @ForAll @IntRange(min = -900, max = 900) int start,
      @ForAll @IntRange(min = 1, max = 1000) int step,
      @ForAll @IntRange(min = 1, max = 400) int count) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add((start + i * step) / 10.0);
    }
    AxisIndex index = AxisIndex.of("x", Axes.doubles(DOUBLE, values));
    for (int i = 0; i < count; i++) {
      assertThat(index.find(values.get(i))).isEqualTo(i);
      assertThat(index.find(Math.nextUp(values.get(i)))).isEqualTo(-1);
      assertThat(index.find(Math.nextDown(values.get(i)))).isEqualTo(-1);
    }
  }

  @Property(tries = 300, seed = "20261121")
  void findsEachTextAndNoOther(
      @ForAll @UniqueElements @Size(max = 60) List<String> given, @ForAll String other) {
    List<String> values =
        new ArrayList<>(new LinkedHashSet<>(given.stream().map(Axes::utf8).toList()));
    AxisIndex index = AxisIndex.of("x", Axes.texts(values));
    for (int i = 0; i < values.size(); i++) {
      byte[] text = ("#" + values.get(i)).getBytes(StandardCharsets.UTF_8);
      assertThat(index.find(text, 1, text.length - 1)).isEqualTo(i);
    }
    byte[] text = Axes.utf8(other).getBytes(StandardCharsets.UTF_8);
    assertThat(index.find(text, 0, text.length)).isEqualTo(values.indexOf(Axes.utf8(other)));
  }

  @Test
  void zerosAreOne() {
    AxisIndex index = AxisIndex.of("x", Axes.doubles(DOUBLE, List.of(5.0, -0.0, 7.5)));
    assertThat(index.find(0.0)).isEqualTo(1);
    assertThat(index.find(-0.0)).isEqualTo(1);
    assertThat(index.find(Double.NaN)).isEqualTo(-1);
    assertThatThrownBy(() -> AxisIndex.of("x", Axes.doubles(DOUBLE, List.of(0.0, -0.0))))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("0.0 twice, at index 0 and 1");
  }

  @Test
  void whatDoesNotTellARowItsPlaceIsRefused() {
    assertThatThrownBy(() -> AxisIndex.of("x", Axes.doubles(DOUBLE, List.of(1.0, Double.NaN))))
        .hasMessageContaining("Cannot write x: dimension 'd' is NaN at index 1");
    assertThatThrownBy(() -> AxisIndex.of("x", Axes.longs(ColumnType.INT32, List.of(4L, 9L, 4L))))
        .hasMessageContaining("the value 4 twice, at index 0 and 2");
    assertThatThrownBy(() -> AxisIndex.of("x", Axes.texts(List.of("a", "b", "b"))))
        .hasMessageContaining("'b' twice, at index 1 and 2");
    Axis missing =
        Axis.values("d", ColumnType.INT8, new byte[] {1, 2}, new boolean[] {false, true}, null);
    assertThatThrownBy(() -> AxisIndex.of("x", missing)).hasMessageContaining("at index 1");
    Axis times = Axes.longs(ColumnType.TIMESTAMP, List.of(0L, 86_400_000_000L, 0L));
    assertThatThrownBy(() -> AxisIndex.of("x", times))
        .hasMessageContaining("the value 1970-01-01T00:00 twice");
  }

  @Test
  void anIndexCountsFromZero() {
    AxisIndex index = AxisIndex.of("x", Axis.index("d", 5_000_000_000L));
    assertThat(index.find(4_999_999_999L)).isEqualTo(4_999_999_999L);
    assertThat(index.find(5_000_000_000L)).isEqualTo(-1);
    assertThat(index.find(-1L)).isEqualTo(-1);
  }

  @Test
  void travels() throws IOException, ClassNotFoundException {
    for (Axis axis :
        List.of(
            Axes.longs(ColumnType.INT64, List.of(3L, 5L, 7L)),
            Axes.longs(ColumnType.INT64, List.of(3L, 5L, 8L)))) {
      AxisIndex arrived = (AxisIndex) copy(AxisIndex.of("x", axis));
      assertThat(arrived.find(5L)).isEqualTo(1);
      assertThat(arrived.find(6L)).isEqualTo(-1);
    }
    AxisIndex doubles =
        (AxisIndex) copy(AxisIndex.of("x", Axes.doubles(DOUBLE, List.of(1.5, 9.0, 2.0))));
    assertThat(doubles.find(2.0)).isEqualTo(2);
  }

  private static Object copy(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
