package dev.sparkzarr.dataset.predicate;

import java.util.List;

/**
 * Whether an expression over cells has a value whatever they are, so that it can be computed far
 * from Spark, where nothing can be handed back. Says no where it does not know. Stateless.
 */
final class Totality {
  private Totality() {}

  static boolean of(Node node) {
    if (node instanceof ColumnValue || node instanceof Constant) {
      return true;
    }
    if (node instanceof Comparison comparison) {
      return of(comparison.left()) && of(comparison.right());
    }
    if (node instanceof Junction junction) {
      return of(junction.left()) && of(junction.right());
    }
    if (node instanceof Negation negation) {
      return of(negation.value());
    }
    if (node instanceof NullTest test) {
      return of(test.value());
    }
    if (node instanceof Membership member) {
      return of(member.value());
    }
    if (node instanceof CaseWhen cases) {
      return all(cases.conditions()) && all(cases.values());
    }
    if (node instanceof Coalesce coalesce) {
      return all(coalesce.values());
    }
    if (node instanceof Extremum extremum) {
      return all(extremum.values());
    }
    if (node instanceof MathFunction function) {
      return of(function.value());
    }
    if (node instanceof Arithmetic arithmetic) {
      return isTotal(arithmetic) && of(arithmetic.left()) && of(arithmetic.right());
    }
    if (node instanceof SignChange change) {
      return (change.operator() == SignChange.Operator.BIT_NOT || change.type().isFloat())
          && of(change.value());
    }
    return node instanceof NumericCast cast && isTotal(cast) && of(cast.value());
  }

  private static boolean all(List<Node> nodes) {
    return nodes.stream().allMatch(Totality::of);
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

  private static boolean isTotal(NumericCast cast) {
    return switch (cast.type().kind()) {
      case BOOLEAN -> true;
      case FLOAT32, FLOAT64 -> cast.value().type().form() != ValueType.Form.OBJECTS;
      case DECIMAL -> false;
      default -> cast.value().type().isInteger() && cast.isWidening();
    };
  }
}
