package dev.sparkzarr.dataset.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.LittleEndian;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class IndexRangesTest {
  private static final CellExpression K = CellExpressions.axis(ValueType.INT64);
  private static final long HUGE = 1L << 62;

  private static CellExpression call(String name, CellExpression... arguments) {
    return CellExpressions.call(name, List.of(arguments)).orElseThrow();
  }

  private static CellExpression number(Long value) {
    return CellExpressions.constant(ValueType.INT64, value);
  }

  private static Optional<IndexSet> onHugeAxis(CellExpression predicate) {
    return PredicateEvaluator.select(predicate, Axis.index("k", HUGE), IndexSet.range(0, HUGE));
  }

  private static IndexSet ranges(long... bounds) {
    IndexSet.Builder builder = new IndexSet.Builder();
    for (int i = 0; i < bounds.length; i += 2) {
      builder.add(bounds[i], bounds[i + 1]);
    }
    return builder.build();
  }

  @Test
  void comparisonsAndListsOnAHugeAxisAreArithmetic() {
    assertThat(onHugeAxis(call(">=", K, number(HUGE - 5)))).contains(ranges(HUGE - 5, HUGE));
    assertThat(onHugeAxis(call("<>", K, number(7L)))).contains(ranges(0, 7, 8, HUGE));
    assertThat(onHugeAxis(call("<", K, number(-1L)))).contains(IndexSet.EMPTY);
    assertThat(onHugeAxis(call("<=", K, number(Long.MAX_VALUE)))).contains(ranges(0, HUGE));
    assertThat(onHugeAxis(call("IN", K, number(9L), number(3L), number(-3L), number(4L))))
        .contains(ranges(3, 5, 9, 10));
    assertThat(onHugeAxis(call("IS_NULL", K))).contains(IndexSet.EMPTY);
    assertThat(onHugeAxis(call("=", K, number(null)))).contains(IndexSet.EMPTY);
    assertThat(onHugeAxis(call("NOT", call("IN", K, number(9L), number(null)))))
        .contains(IndexSet.EMPTY);
  }

  @Test
  void wideningCastsOnAHugeAxisAreBisectedToo() {
    CellExpression asDouble =
        CellExpressions.cast(K, ValueType.FLOAT64, Optional.empty()).orElseThrow();
    // 2^53 and 2^53 + 1 are the same double
    assertThat(onHugeAxis(call("=", asDouble, CellExpressions.constant(ValueType.FLOAT64, 0x1p53))))
        .contains(ranges(1L << 53, (1L << 53) + 2));
    ValueType decimal = ValueType.decimal(21, 1);
    CellExpression asDecimal = CellExpressions.cast(K, decimal, Optional.empty()).orElseThrow();
    assertThat(
            onHugeAxis(
                call("<", asDecimal, CellExpressions.constant(decimal, new BigDecimal("2.5")))))
        .contains(ranges(0, 3));
  }

  @Test
  void onlyIndexesThatAreAskedForAreAnswered() {
    assertThat(
            PredicateEvaluator.select(
                call(">", K, number(3L)), Axis.index("k", HUGE), ranges(2, 6, 9, 11)))
        .contains(ranges(4, 6, 9, 11));
  }

  @Test
  void whatWouldGoThroughAHugeAxisIsHandedBack() {
    assertThat(onHugeAxis(call("=", call("%", K, number(2L)), number(0L)))).isEmpty();
    long many = PredicateEvaluator.MAX_INDEXES + 1;
    assertThat(
            PredicateEvaluator.select(
                call("=", call("%", K, number(2L)), number(5L)),
                Axis.index("k", many),
                IndexSet.range(0, many)))
        .isEmpty();
    // but not where little of it is left
    assertThat(
            PredicateEvaluator.select(
                call("=", call("%", K, number(2L)), number(0L)),
                Axis.index("k", HUGE),
                IndexSet.range(HUGE - 3, HUGE)))
        .contains(ranges(HUGE - 2, HUGE - 1));
  }

  @Property
  void agreesWithGoingThroughTheValues(@ForAll("predicates") CellExpression predicate) {
    int length = 12;
    byte[] values = new byte[8 * length];
    for (int i = 0; i < length; i++) {
      LittleEndian.int64(values, i, i);
    }
    Axis listed = Axis.values("k", ColumnType.INT64, values, null, null);
    IndexSet all = IndexSet.range(0, length);
    assertThat(PredicateEvaluator.select(predicate, Axis.index("k", length), all))
        .isEqualTo(PredicateEvaluator.select(predicate, listed, all))
        .isPresent();
  }

  @Provide
  Arbitrary<CellExpression> predicates() {
    Arbitrary<CellExpression> numbers =
        Arbitraries.longs().between(-2, 14).injectNull(0.1).map(IndexRangesTest::number);
    Arbitrary<CellExpression> comparisons =
        Arbitraries.of("=", "<>", "<", "<=", ">", ">=", "<=>")
            .flatMap(name -> numbers.map(number -> call(name, K, number)));
    Arbitrary<CellExpression> lists =
        numbers
            .list()
            .ofMinSize(1)
            .ofMaxSize(5)
            .map(
                list -> {
                  List<CellExpression> arguments = new ArrayList<>(List.of(K));
                  arguments.addAll(list);
                  return CellExpressions.call("IN", arguments).orElseThrow();
                });
    Arbitrary<CellExpression> leaves =
        Arbitraries.oneOf(
            comparisons, lists, Arbitraries.of(call("IS_NULL", K), call("IS_NOT_NULL", K)));
    return Arbitraries.recursive(
        () -> leaves,
        inner ->
            Arbitraries.oneOf(
                inner.map(one -> call("NOT", one)),
                Arbitraries.of("AND", "OR")
                    .flatMap(
                        name ->
                            inner.flatMap(left -> inner.map(right -> call(name, left, right))))),
        0,
        3);
  }
}
