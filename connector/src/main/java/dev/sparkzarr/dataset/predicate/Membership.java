package dev.sparkzarr.dataset.predicate;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Whether a value is one of a list of constants: NULL when it is not and the list holds a NULL. */
final class Membership implements Node {
  private final Node value;
  private final List<Constant> sorted;
  private final boolean hasNull;
  private final long[] longs;
  private final double[] doubles;
  private final Object[] objects;

  /**
   * @param constants of the same kind as the value, at least one
   */
  Membership(Node value, List<Constant> constants) {
    this.value = value;
    this.hasNull = constants.stream().anyMatch(Constant::isNull);
    this.sorted =
        constants.stream()
            .filter(constant -> !constant.isNull())
            .sorted((left, right) -> compare(left.value(), right.value()))
            .toList();
    ValueType.Form form = value.type().form();
    this.longs =
        form == ValueType.Form.LONGS ? sorted.stream().mapToLong(Constant::asLong).toArray() : null;
    // Double.compare tells -0.0 from 0.0, which are one value here
    this.doubles =
        form == ValueType.Form.DOUBLES
            ? sorted.stream().mapToDouble(constant -> constant.asDouble() + 0.0).toArray()
            : null;
    this.objects =
        form == ValueType.Form.OBJECTS ? sorted.stream().map(Constant::value).toArray() : null;
  }

  private static int compare(Object left, Object right) {
    if (left instanceof Long number) {
      return number.compareTo((Long) right);
    }
    return left instanceof Double number
        ? Order.compare(number.doubleValue(), ((Double) right).doubleValue())
        : Order.compare(left, right);
  }

  /**
   * @return what is looked for
   */
  Node value() {
    return value;
  }

  /**
   * @return the list in ascending order, without NULL; values may be there twice
   */
  List<Constant> sorted() {
    return sorted;
  }

  boolean hasNull() {
    return hasNull;
  }

  @Override
  public ValueType type() {
    return ValueType.BOOLEAN;
  }

  @Override
  public Values evaluate(Block block) {
    Values values = value.evaluate(block);
    int count = block.count();
    long[] truth = new long[count];
    boolean[] nulls = values.nulls == null && !hasNull ? null : new boolean[count];
    for (int i = 0; i < count; i++) {
      if (values.isNull(i)) {
        nulls[i] = true;
      } else if (contains(values, i)) {
        truth[i] = 1;
      } else if (hasNull) {
        nulls[i] = true;
      }
    }
    return Values.of(truth, nulls);
  }

  private boolean contains(Values values, int i) {
    if (longs != null) {
      return Arrays.binarySearch(longs, values.longs[i]) >= 0;
    }
    return doubles != null
        ? Arrays.binarySearch(doubles, values.doubles()[i] + 0.0) >= 0
        : Arrays.binarySearch(objects, values.objects[i], Order::compare) >= 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Membership that
        && value.equals(that.value)
        && sorted.equals(that.sorted)
        && hasNull == that.hasNull;
  }

  @Override
  public int hashCode() {
    return Objects.hash(value, sorted, hasNull);
  }
}
