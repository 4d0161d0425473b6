package dev.sparkzarr.dataset.predicate;

/** Whether an expression is NULL wherever a part of it is. Stateless. */
final class Strictness {
  private Strictness() {}

  static boolean of(Node expression, Node part) {
    if (expression.equals(part)) {
      return true;
    }
    if (expression instanceof Comparison comparison) {
      return comparison.operator() != Comparison.Operator.NULL_SAFE_EQUAL
          && (of(comparison.left(), part) || of(comparison.right(), part));
    }
    if (expression instanceof Arithmetic arithmetic) {
      return of(arithmetic.left(), part) || of(arithmetic.right(), part);
    }
    if (expression instanceof NumericCast cast) {
      return of(cast.value(), part);
    }
    return expression instanceof MathFunction function && of(function.value(), part);
  }
}
