package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.IndexSet;
import java.util.Optional;

/**
 * Answers predicates on an axis whose values are its indexes without going through them: where a
 * comparison changes is found by bisection, so that the cost does not grow with the axis.
 */
final class IndexRanges {
  private final Axis axis;
  private final IndexSet all;

  IndexRanges(Axis axis) {
    this.axis = axis;
    this.all = IndexSet.range(0, axis.length());
  }

  /**
   * Where a predicate is true and where it is false; elsewhere it is NULL.
   *
   * @param yes where it is true
   * @param no where it is false
   */
  record Truth(IndexSet yes, IndexSet no) {}

  /**
   * @return where a predicate holds; empty when it is not of a form that is answered here
   */
  Optional<Truth> truth(Node predicate) {
    if (predicate instanceof Junction junction) {
      return truth(junction.left())
          .flatMap(
              left ->
                  truth(junction.right())
                      .map(
                          right ->
                              junction.operator() == Junction.Operator.AND
                                  ? new Truth(
                                      left.yes.intersect(right.yes), left.no.union(right.no))
                                  : new Truth(
                                      left.yes.union(right.yes), left.no.intersect(right.no))));
    }
    if (predicate instanceof Negation negation) {
      return truth(negation.value()).map(inner -> new Truth(inner.no, inner.yes));
    }
    if (predicate instanceof NullTest test && isAscending(test.value())) {
      return Optional.of(split(test.wanted() == 1 ? IndexSet.EMPTY : all));
    }
    if (predicate instanceof Comparison comparison
        && isAscending(comparison.left())
        && comparison.right() instanceof Constant constant) {
      return Optional.of(compare(comparison, constant));
    }
    if (predicate instanceof Membership membership && isAscending(membership.value())) {
      return Optional.of(contained(membership));
    }
    return Optional.empty();
  }

  /** Whether values never get less along the axis, are never NULL and never refused. */
  private static boolean isAscending(Node node) {
    return node instanceof AxisValue
        || (node instanceof NumericCast cast
            && cast.value() instanceof AxisValue
            && cast.isWidening());
  }

  private Truth split(IndexSet yes) {
    return new Truth(yes, yes.complement(axis.length()));
  }

  private Truth compare(Comparison comparison, Constant constant) {
    Comparison.Operator operator = comparison.operator();
    if (constant.isNull()) {
      return operator == Comparison.Operator.NULL_SAFE_EQUAL
          ? split(IndexSet.EMPTY)
          : new Truth(IndexSet.EMPTY, IndexSet.EMPTY);
    }
    long equal = firstNotBelow(comparison.left(), constant, 0);
    long above = firstAbove(comparison.left(), constant, equal);
    long length = axis.length();
    return split(
        switch (operator) {
          case EQUAL, NULL_SAFE_EQUAL -> IndexSet.range(equal, above);
          case NOT_EQUAL -> IndexSet.range(0, equal).union(IndexSet.range(above, length));
          case LESS -> IndexSet.range(0, equal);
          case LESS_OR_EQUAL -> IndexSet.range(0, above);
          case GREATER -> IndexSet.range(above, length);
          case GREATER_OR_EQUAL -> IndexSet.range(equal, length);
        });
  }

  private Truth contained(Membership membership) {
    IndexSet.Builder found = new IndexSet.Builder();
    long above = 0;
    for (Constant constant : membership.sorted()) {
      long equal = firstNotBelow(membership.value(), constant, above);
      above = firstAbove(membership.value(), constant, equal);
      found.add(equal, above);
    }
    IndexSet yes = found.build();
    return membership.hasNull() ? new Truth(yes, IndexSet.EMPTY) : split(yes);
  }

  private long firstNotBelow(Node value, Constant constant, long from) {
    return first(new Comparison(Comparison.Operator.GREATER_OR_EQUAL, value, constant), from);
  }

  private long firstAbove(Node value, Constant constant, long from) {
    return first(new Comparison(Comparison.Operator.GREATER, value, constant), from);
  }

  /** The first index from {@code from} where a comparison holds that holds from there on. */
  private long first(Comparison comparison, long from) {
    long low = from;
    long high = axis.length();
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (comparison.evaluate(new AxisBlock(axis, middle, 1)).longs[0] == 1) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
