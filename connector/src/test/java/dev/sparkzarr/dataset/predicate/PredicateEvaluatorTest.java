package dev.sparkzarr.dataset.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.LittleEndian;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredicateEvaluatorTest {
  private static CellExpression call(String name, CellExpression... arguments) {
    return CellExpressions.call(name, List.of(arguments)).orElseThrow();
  }

  private static Axis floats(double... values) {
    byte[] bytes = new byte[8 * values.length];
    for (int i = 0; i < values.length; i++) {
      LittleEndian.float64(bytes, i, values[i]);
    }
    return Axis.values("x", ColumnType.FLOAT64, bytes, null, null);
  }

  private static Axis longs(ColumnType type, boolean[] missing, long... values) {
    byte[] bytes = new byte[8 * values.length];
    for (int i = 0; i < values.length; i++) {
      LittleEndian.int64(bytes, i, values[i]);
    }
    return Axis.values("x", type, bytes, missing, null);
  }

  private static List<Integer> found(CellExpression predicate, Axis axis) {
    IndexSet set =
        PredicateEvaluator.select(predicate, axis, IndexSet.range(0, axis.length())).orElseThrow();
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < axis.length(); i++) {
      if (!set.intersect(IndexSet.range(i, i + 1)).isEmpty()) {
        indexes.add(i);
      }
    }
    return indexes;
  }

  private static boolean isRefused(CellExpression predicate, Axis axis) {
    return PredicateEvaluator.select(predicate, axis, IndexSet.range(0, axis.length())).isEmpty();
  }

  private static CellExpression real(Double value) {
    return CellExpressions.constant(ValueType.FLOAT64, value);
  }

  private static CellExpression whole(Long value) {
    return CellExpressions.constant(ValueType.INT64, value);
  }

  @Test
  void nanEqualsItselfAndIsAboveAllAndZeroHasNoSign() {
    CellExpression x = CellExpressions.axis(ValueType.FLOAT64);
    Axis axis = floats(Double.NaN, -0.0, 0.0, Double.POSITIVE_INFINITY, -1);
    assertThat(found(call("=", x, real(Double.NaN)), axis)).containsExactly(0);
    assertThat(found(call(">", x, real(Double.POSITIVE_INFINITY)), axis)).containsExactly(0);
    assertThat(found(call("<", x, real(Double.NaN)), axis)).containsExactly(1, 2, 3, 4);
    assertThat(found(call("=", x, real(0.0)), axis)).containsExactly(1, 2);
    assertThat(found(call("IN", x, real(-0.0), real(Double.NaN)), axis)).containsExactly(0, 1, 2);
    assertThat(found(call(">=", x, real(-0.0)), axis)).containsExactly(0, 1, 2, 3);
  }

  /** Whether an operator takes a value whose order to the constant is so. */
  private static boolean takes(String operator, int order) {
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      case "=" -> order == 0;
      default -> order != 0;
    };
  }

  private static List<Integer> taken(String operator, IntUnaryOperator order, int count) {
    return IntStream.range(0, count)
        .filter(i -> takes(operator, order.applyAsInt(i)))
        .boxed()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<", "<=", ">", ">=", "=", "<>"})
  void numbersAreComparedWithAConstantAsTheyAreOrdered(String operator) {
    double[] reals = {-1, 0.0, 1, Double.NaN, -0.0, Double.MIN_VALUE, -1 / 0.0, 1 / 0.0};
    for (double other : reals) {
      assertThat(
              found(
                  call(operator, CellExpressions.axis(ValueType.FLOAT64), real(other)),
                  floats(reals)))
          .as("%s %s", operator, other)
          .isEqualTo(
              taken(operator, i -> Double.compare(reals[i] + 0.0, other + 0.0), reals.length));
    }
    long[] wholes = {-1, 0, 1, Long.MIN_VALUE, Long.MAX_VALUE};
    for (long other : wholes) {
      assertThat(
              found(
                  call(operator, CellExpressions.axis(ValueType.INT64), whole(other)),
                  longs(ColumnType.INT64, null, wholes)))
          .as("%s %s", operator, other)
          .isEqualTo(taken(operator, i -> Long.compare(wholes[i], other), wholes.length));
    }
  }

  @Test
  void whatIsNullIsNeitherTrueNorFalse() {
    CellExpression x = CellExpressions.axis(ValueType.INT64);
    Axis axis = longs(ColumnType.INT64, new boolean[] {false, true, false}, 1, 1, 2);
    CellExpression isOne = call("=", x, whole(1L));
    CellExpression isNull = call("IS_NULL", x);
    assertThat(found(isOne, axis)).containsExactly(0);
    assertThat(found(call("NOT", isOne), axis)).containsExactly(2);
    assertThat(found(isNull, axis)).containsExactly(1);
    assertThat(found(call("OR", isOne, isNull), axis)).containsExactly(0, 1);
    assertThat(found(call("NOT", call("AND", isOne, isNull)), axis)).containsExactly(0, 2);
    assertThat(found(call("NOT", call("IN", x, whole(2L), whole(null))), axis)).isEmpty();
    assertThat(found(call("<=>", x, whole(null)), axis)).containsExactly(1);
    assertThat(found(call("NOT", call("<=>", x, whole(1L))), axis)).containsExactly(1, 2);
  }

  @Test
  void whatIsNeverTrueOfNullIsNotAskedWhetherItIsNull() {
    CellExpression x = CellExpressions.column(0, ValueType.FLOAT32);
    CellExpression wide =
        CellExpressions.cast(x, ValueType.FLOAT64, Optional.empty()).orElseThrow();
    CellExpression isThere = call("IS_NOT_NULL", x);
    CellExpression large = call(">", call("*", wide, wide), real(3.0));
    CellExpression same = call("<=>", wide, real(3.0));
    CellExpression either = call("OR", large, call("IS_NULL", x));
    CellExpression other = call("IS_NOT_NULL", CellExpressions.column(1, ValueType.FLOAT32));
    assertThat(CellExpressions.all(List.of(isThere, large))).contains(large);
    assertThat(CellExpressions.all(List.of(large, isThere))).contains(large);
    for (CellExpression condition : List.of(same, either, other)) {
      assertThat(CellExpressions.all(List.of(isThere, condition)))
          .contains(call("AND", isThere, condition));
    }
    assertThat(CellExpressions.all(List.of(call("IS_NULL", x), large)))
        .contains(call("AND", call("IS_NULL", x), large));
    assertThat(CellExpressions.all(List.of())).isEmpty();
  }

  @Test
  void floorOfWhatNoLongHoldsIsRefused() {
    CellExpression x = CellExpressions.axis(ValueType.FLOAT64);
    CellExpression small = call("<", call("FLOOR", x), whole(2L));
    assertThat(found(small, floats(-0x1p63, 1.5, 2.5))).containsExactly(0, 1);
    assertThat(isRefused(small, floats(1.5, 0x1p63))).isTrue();
    assertThat(isRefused(small, floats(Double.NEGATIVE_INFINITY))).isTrue();
    assertThat(isRefused(small, floats(Double.NaN))).isTrue();
  }

  @Test
  void whatCouldRaiseAnErrorIsRefusedUnlessItIsLeftOut() {
    CellExpression x = CellExpressions.axis(ValueType.INT64);
    Axis axis = longs(ColumnType.INT64, null, 3, Long.MAX_VALUE, 0);
    CellExpression next = call(">", call("+", x, whole(1L)), whole(0L));
    assertThat(isRefused(next, axis)).isTrue();
    assertThat(PredicateEvaluator.select(next, axis, IndexSet.range(0, 1)))
        .contains(IndexSet.range(0, 1));
    assertThat(isRefused(call("=", call("%", whole(6L), x), whole(0L)), axis)).isTrue();
    CellExpression small = CellExpressions.cast(x, ValueType.INT32, Optional.empty()).orElseThrow();
    assertThat(isRefused(call("IS_NULL", small), axis)).isTrue();
  }

  @Test
  void float32SumsAreRoundedToFloat32() {
    byte[] bytes = new byte[4];
    LittleEndian.float32(bytes, 0, 0.1f);
    CellExpression sum =
        call(
            "+",
            CellExpressions.axis(ValueType.FLOAT32),
            CellExpressions.constant(ValueType.FLOAT32, 0.2f));
    // 0.1f + 0.2f is the float next to 0.3, and not their sum as doubles
    assertThat(
            found(
                call("=", sum, CellExpressions.constant(ValueType.FLOAT32, 0x1.333334p-2f)),
                Axis.values("x", ColumnType.FLOAT32, bytes, null, null)))
        .containsExactly(0);
  }

  @Test
  void whatIsNullRaisesNoError() {
    CellExpression x = CellExpressions.axis(ValueType.INT64);
    Axis axis = longs(ColumnType.INT64, new boolean[] {false, true}, 3, Long.MAX_VALUE);
    assertThat(found(call(">", call("+", x, whole(1L)), whole(0L)), axis)).containsExactly(0);
  }

  @Test
  void unsignedValuesAreDecimals() {
    ValueType type = ValueType.decimal(20, 0);
    Axis axis = longs(ColumnType.UINT64, null, -1L, 5, Long.MIN_VALUE);
    CellExpression bound = CellExpressions.constant(type, new BigDecimal("9223372036854775808"));
    assertThat(found(call(">=", CellExpressions.axis(type), bound), axis)).containsExactly(0, 2);
    assertThat(found(call("=", CellExpressions.axis(type), bound), axis)).containsExactly(2);
  }

  @Test
  void aClockThatIsPutForwardComparesByItsInstant() {
    // 01:59, 02:30 (skipped) and 03:00 on the day New York's clocks go forward, 07:00Z
    Axis axis =
        longs(ColumnType.TIMESTAMP, null, 1583632740000000L, 1583634600000000L, 1583636400000000L);
    CellExpression instant =
        CellExpressions.cast(
                CellExpressions.axis(ValueType.TIMESTAMP_NTZ),
                ValueType.TIMESTAMP,
                Optional.of(ZoneId.of("America/New_York")))
            .orElseThrow();
    // 2020-03-08T07:30:00Z
    CellExpression halfPast = CellExpressions.constant(ValueType.TIMESTAMP, 1583652600000000L);
    assertThat(found(call("=", instant, halfPast), axis)).containsExactly(1);
    assertThat(found(call("<", instant, halfPast), axis)).containsExactly(0, 2);
  }

  @Test
  void withoutAKnownZoneOnlyWhatNeedsNoneIsMade() {
    CellExpression time = CellExpressions.axis(ValueType.TIMESTAMP_NTZ);
    assertThat(CellExpressions.cast(time, ValueType.TIMESTAMP, Optional.empty())).isEmpty();
    assertThat(CellExpressions.cast(time, ValueType.DATE, Optional.empty())).isPresent();
    assertThat(CellExpressions.extract("HOUR", time, Optional.empty())).isPresent();
    CellExpression instant = CellExpressions.axis(ValueType.TIMESTAMP);
    assertThat(CellExpressions.cast(instant, ValueType.DATE, Optional.empty())).isEmpty();
    assertThat(CellExpressions.cast(instant, ValueType.TEXT, Optional.empty())).isEmpty();
    assertThat(CellExpressions.extract("HOUR", instant, Optional.empty())).isEmpty();
  }

  @Test
  void datesHavePartsOfTheIsoCalendar() {
    // 1969-12-28 (Sunday), 2021-01-03 (Sunday, week 53 of 2020), 2024-02-29
    Axis axis =
        longs(ColumnType.TIMESTAMP, null, -345600000000L, 1609632000000000L, 1709164800000000L);
    CellExpression date =
        CellExpressions.cast(
                CellExpressions.axis(ValueType.TIMESTAMP_NTZ), ValueType.DATE, Optional.empty())
            .orElseThrow();
    assertThat(found(call("=", part("DAY_OF_WEEK", date), day(7)), axis)).containsExactly(0, 1);
    assertThat(found(call("=", part("WEEK", date), day(53)), axis)).containsExactly(1);
    assertThat(found(call("=", part("YEAR_OF_WEEK", date), day(2020)), axis)).containsExactly(1);
    assertThat(found(call("=", part("DAY_OF_YEAR", date), day(60)), axis)).containsExactly(2);
    CellExpression week =
        call(
            "TRUNC",
            date,
            CellExpressions.constant(ValueType.TEXT, "week".getBytes(StandardCharsets.UTF_8)));
    // 1969-12-22 is a Monday
    assertThat(found(call("=", week, CellExpressions.constant(ValueType.DATE, -10)), axis))
        .containsExactly(0);
  }

  private static CellExpression part(String field, CellExpression date) {
    return CellExpressions.extract(field, date, Optional.empty()).orElseThrow();
  }

  private static CellExpression day(int value) {
    return CellExpressions.constant(ValueType.INT32, value);
  }

  @Test
  void anAnswerOfTooManyRangesIsHandedBack() {
    CellExpression k = CellExpressions.axis(ValueType.INT64);
    CellExpression even = call("=", call("%", k, whole(2L)), whole(0L));
    Axis axis = Axis.index("k", PredicateEvaluator.MAX_INDEXES);
    assertThat(isRefused(even, axis)).isTrue();
    assertThat(
            PredicateEvaluator.select(even, axis, IndexSet.range(0, 2_000_000))
                .orElseThrow()
                .size())
        .isEqualTo(1_000_000);
  }

  @Test
  void unknownCallsAndMixedTypesAreNotMade() {
    CellExpression k = CellExpressions.axis(ValueType.INT64);
    assertThat(CellExpressions.call("RAND", List.of())).isEmpty();
    assertThat(CellExpressions.call("=", List.of(k, real(1.0)))).isEmpty();
    assertThat(CellExpressions.call("IN", List.of(k))).isEmpty();
    assertThat(CellExpressions.call("NOT", List.of(k))).isEmpty();
    assertThat(CellExpressions.call("/", List.of(k, whole(2L)))).isEmpty();
    CellExpression wide = CellExpressions.axis(ValueType.decimal(38, 0));
    assertThat(CellExpressions.call("+", List.of(wide, wide))).isEmpty();
  }
}
