package dev.sparkzarr.dataset.predicate;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Between which whole numbers an expression's values lie, whatever the cells hold. Stateless. */
final class Bounds {
  private Bounds() {}

  /**
   * @param columns what is known of columns, by position
   */
  static Optional<WholeRange> of(Node node, IntFunction<Optional<WholeRange>> columns) {
    return structure(node, columns).or(() -> type(node.type()));
  }

  private static Optional<WholeRange> structure(
      Node node, IntFunction<Optional<WholeRange>> columns) {
    if (node instanceof ColumnValue column) {
      return columns.apply(column.input());
    }
    if (node instanceof Constant constant && !constant.isNull()) {
      return node.type().form() == ValueType.Form.LONGS
          ? Optional.of(new WholeRange(constant.asLong(), constant.asLong()))
          : Optional.empty();
    }
    if (node instanceof CaseWhen cases) {
      return hull(cases.values(), columns);
    }
    if (node instanceof Coalesce coalesce) {
      return hull(coalesce.values(), columns);
    }
    if (node instanceof Extremum extremum) {
      return hull(extremum.values(), columns);
    }
    return node instanceof NumericCast cast && cast.isWidening() && cast.type().isInteger()
        ? of(cast.value(), columns)
        : Optional.empty();
  }

  /** Of values of which the result is always one; NULL is none. */
  private static Optional<WholeRange> hull(
      List<Node> values, IntFunction<Optional<WholeRange>> columns) {
    Optional<WholeRange> hull = Optional.empty();
    for (Node value : values) {
      if (value instanceof Constant constant && constant.isNull()) {
        continue;
      }
      Optional<WholeRange> one = of(value, columns);
      if (one.isEmpty()) {
        return one;
      }
      hull = Optional.of(hull.map(one.get()::hull).orElse(one.get()));
    }
    return hull;
  }

  private static Optional<WholeRange> type(ValueType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Optional.of(WholeRange.BOOLEAN);
      case INT8 -> Optional.of(WholeRange.INT8);
      case INT16 -> Optional.of(WholeRange.INT16);
      default -> Optional.empty();
    };
  }
}
