package dev.sparkzarr.dataset.predicate;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether an expression over cells has a value whatever they are, so that it can be computed far
 * from Spark, where nothing can be handed back. Says no where it does not know. Stateless.
 */
final class Totality {
  private Totality() {}

  static boolean of(Node node) {
    return operands(node).map(nodes -> nodes.stream().allMatch(Totality::of)).orElse(false);
  }

  /**
   * @param node total
   * @return the positions of the columns that it looks at
   */
  static IntStream columns(Node node) {
    return node instanceof ColumnValue column
        ? IntStream.of(column.input())
        : operands(node).orElseThrow().stream().flatMapToInt(Totality::columns);
  }

  /** What a node is computed of; empty when it may have no value although all of these do. */
  private static Optional<List<Node>> operands(Node node) {
    if (node instanceof ColumnValue || node instanceof Constant) {
      return Optional.of(List.of());
    }
    if (node instanceof Comparison comparison) {
      return Optional.of(List.of(comparison.left(), comparison.right()));
    }
    if (node instanceof Junction junction) {
      return Optional.of(List.of(junction.left(), junction.right()));
    }
    if (node instanceof Negation negation) {
      return Optional.of(List.of(negation.value()));
    }
    if (node instanceof NullTest test) {
      return Optional.of(List.of(test.value()));
    }
    if (node instanceof Membership member) {
      return Optional.of(List.of(member.value()));
    }
    if (node instanceof CaseWhen cases) {
      return Optional.of(
          Stream.concat(cases.conditions().stream(), cases.values().stream()).toList());
    }
    if (node instanceof Coalesce coalesce) {
      return Optional.of(coalesce.values());
    }
    if (node instanceof Extremum extremum) {
      return Optional.of(extremum.values());
    }
    if (node instanceof MathFunction function) {
      return Optional.of(List.of(function.value()));
    }
    if (node instanceof Arithmetic arithmetic) {
      return Optional.of(List.of(arithmetic.left(), arithmetic.right()))
          .filter(operands -> isTotal(arithmetic));
    }
    if (node instanceof SignChange change) {
      return Optional.of(List.of(change.value())).filter(operands -> isTotal(change));
    }
    return node instanceof NumericCast cast && isTotal(cast)
        ? Optional.of(List.of(cast.value()))
        : Optional.empty();
  }

  /** Floats overflow to infinity; only a division by zero is an error. */
  private static boolean isTotal(Arithmetic arithmetic) {
    return switch (arithmetic.operator()) {
      case ADD, SUBTRACT, MULTIPLY -> arithmetic.type().isFloat();
      case DIVIDE, REMAINDER ->
          arithmetic.type().isFloat()
              && arithmetic.right() instanceof Constant divisor
              && !divisor.isNull()
              && divisor.asDouble() != 0;
      case BIT_AND, BIT_OR, BIT_XOR -> true;
    };
  }

  private static boolean isTotal(SignChange change) {
    return change.operator() == SignChange.Operator.BIT_NOT || change.type().isFloat();
  }

  private static boolean isTotal(NumericCast cast) {
    return switch (cast.type().kind()) {
      case BOOLEAN -> true;
      case FLOAT32, FLOAT64 -> cast.value().type().form() != ValueType.Form.OBJECTS;
      case DECIMAL -> false;
      default -> cast.value().type().isInteger() && cast.isWidening();
    };
  }
}
