package dev.sparkzarr.dataset.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.TileColumn;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Floats are computed in the precision of the expression's type, whatever holds them. */
class FloatsTest {
  private static final Node SINGLE = new ColumnValue(0, ValueType.FLOAT32);
  private static final Node OTHER = new ColumnValue(1, ValueType.FLOAT32);
  private static final Node DOUBLE = new NumericCast(SINGLE, ValueType.FLOAT64);
  private static final Node OTHER_DOUBLE = new NumericCast(OTHER, ValueType.FLOAT64);

  /** A tile of floats, of which NaN is missing. */
  private static final class FloatColumn extends TileColumn {
    private FloatColumn(List<Float> values) {
      count = values.size();
      bytes = new byte[4 * count];
      for (int i = 0; i < count; i++) {
        LittleEndian.float32(bytes, i, values.get(i));
      }
    }

    @Override
    public ColumnType type() {
      return ColumnType.FLOAT32;
    }

    @Override
    public NullRule nulls() {
      return NullRule.NAN;
    }

    @Override
    public CalendarText calendarText() {
      return null;
    }

    @Override
    public void load() {
      // is there
    }
  }

  private interface OfTwo {
    double apply(float a, float b);
  }

  @Property(tries = 300)
  void arithmeticHasThePrecisionOfItsType(
      @ForAll @Size(value = 40) List<Float> lefts, @ForAll @Size(value = 40) List<Float> rights) {
    CellEvaluator evaluator =
        new CellEvaluator(List.of(new FloatColumn(lefts), new FloatColumn(rights)));
    evaluator.moveTo(lefts.size());
    for (int turn = 0; turn < 2; turn++) { // the second computes in arrays that were used
      check(evaluator, lefts, rights, Arithmetic.Operator.ADD, (a, b) -> a + b, this::sum);
      check(evaluator, lefts, rights, Arithmetic.Operator.SUBTRACT, (a, b) -> a - b, this::less);
      check(evaluator, lefts, rights, Arithmetic.Operator.MULTIPLY, (a, b) -> a * b, this::times);
      evaluator.moveTo(lefts.size());
    }
  }

  private double sum(float a, float b) {
    return (double) a + (double) b;
  }

  private double less(float a, float b) {
    return (double) a - (double) b;
  }

  private double times(float a, float b) {
    return (double) a * (double) b;
  }

  private static void check(
      CellEvaluator evaluator,
      List<Float> lefts,
      List<Float> rights,
      Arithmetic.Operator operator,
      OfTwo single,
      OfTwo inDoubles) {
    Values singles = evaluator.evaluate(new Arithmetic(operator, SINGLE, OTHER, ValueType.FLOAT32));
    Values doubles =
        evaluator.evaluate(new Arithmetic(operator, DOUBLE, OTHER_DOUBLE, ValueType.FLOAT64));
    for (int i = 0; i < lefts.size(); i++) {
      float a = lefts.get(i);
      float b = rights.get(i);
      assertThat(singles.isNull(i)).isEqualTo(Float.isNaN(a) || Float.isNaN(b));
      assertThat(doubles.isNull(i)).isEqualTo(singles.isNull(i));
      if (!singles.isNull(i)) {
        assertThat(singles.doubles()[i]).isEqualTo(single.apply(a, b));
        assertThat(doubles.doubles()[i]).isEqualTo(inDoubles.apply(a, b));
      }
    }
  }

  @Property(tries = 300)
  void comparisonsAreThoseOfDoubles(
      @ForAll @Size(value = 40) List<Float> values, @ForAll double bound, @ForAll int place) {
    CellEvaluator evaluator = new CellEvaluator(List.of(new FloatColumn(values)));
    evaluator.moveTo(values.size());
    float equal = values.get(Math.floorMod(place, values.size()));
    for (double other : new double[] {bound, equal, Math.nextUp(equal), 0.0, -0.0, 1e300}) {
      for (Comparison.Operator operator : Comparison.Operator.values()) {
        Constant constant = Constant.of(ValueType.FLOAT64, other);
        Values truth = evaluator.evaluate(new Comparison(operator, DOUBLE, constant));
        for (int i = 0; i < values.size(); i++) {
          double value = values.get(i);
          if (!Double.isNaN(value)) {
            assertThat(truth.isTrue(i))
                .as("%s %s %s", value, operator, other)
                .isEqualTo(holds(operator, value, other));
          }
        }
      }
    }
  }

  /** Of a NaN that is no value: it is above all, and equals itself. */
  private static boolean holds(Comparison.Operator operator, double value, double other) {
    boolean isNan = Double.isNaN(other);
    return switch (operator) {
      case EQUAL, NULL_SAFE_EQUAL -> value == other;
      case NOT_EQUAL -> value != other;
      case LESS -> value < other || isNan;
      case LESS_OR_EQUAL -> value <= other || isNan;
      case GREATER -> value > other;
      case GREATER_OR_EQUAL -> value >= other;
    };
  }
}
