package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.IndexSet;
import java.util.Optional;

/** Finds where a predicate is true on an axis. Stateless. */
public final class PredicateEvaluator {
  /** Most indexes of an axis without values that are gone through one by one. */
  static final long MAX_INDEXES = 1L << 24;

  /** Most ranges of an answer: 16 bytes each, on the driver and in every task. */
  static final int MAX_RANGES = 1 << 20;

  private PredicateEvaluator() {}

  /**
   * Finds the indexes where a predicate is true: not false, and not NULL. Takes time and memory for
   * the indexes of {@code within}, a block at a time; on an axis whose values are its indexes
   * comparisons and lists take neither.
   *
   * @param predicate of type BOOLEAN, its axis value of a type that {@code axis} can be seen as
   * @param within where to look; nothing is said of other indexes, and errors that could arise
   *     there do not matter
   * @return those of {@code within} where the predicate is true; empty when Spark could raise an
   *     error on one of them, or when the answer would take too long or too much memory
   */
  public static Optional<IndexSet> select(CellExpression predicate, Axis axis, IndexSet within) {
    if (predicate.type().kind() != ValueType.Kind.BOOLEAN) {
      throw new IllegalArgumentException("not a predicate: " + predicate);
    }
    Node node = (Node) predicate;
    if (node instanceof Constant constant) {
      return Optional.of(!constant.isNull() && constant.asLong() == 1 ? within : IndexSet.EMPTY);
    }
    if (axis.isIndex()) {
      Optional<IndexSet> ranges =
          new IndexRanges(axis).truth(node).map(truth -> truth.yes().intersect(within));
      if (ranges.isPresent()) {
        return ranges;
      }
      if (within.size() > MAX_INDEXES) {
        return Optional.empty();
      }
    }
    return eachBlock(node, axis, within);
  }

  private static Optional<IndexSet> eachBlock(Node predicate, Axis axis, IndexSet within) {
    IndexSet.Builder selected = new IndexSet.Builder();
    int ranges = 0;
    for (int range = 0; range < within.ranges(); range++) {
      long stop = within.stop(range);
      for (long start = within.start(range); start < stop; start += AxisBlock.SIZE) {
        AxisBlock block = new AxisBlock(axis, start, (int) Math.min(AxisBlock.SIZE, stop - start));
        Values truth = predicate.evaluate(block);
        if (block.isRefused()) {
          return Optional.empty();
        }
        ranges += collect(truth, block, selected);
        if (ranges > MAX_RANGES) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(selected.build());
  }

  private static int collect(Values truth, AxisBlock block, IndexSet.Builder selected) {
    int ranges = 0;
    int count = block.count();
    int i = 0;
    while (i < count) {
      if (truth.longs[i] == 0 || truth.isNull(i)) {
        i++;
        continue;
      }
      int first = i;
      while (i < count && truth.longs[i] == 1 && !truth.isNull(i)) {
        i++;
      }
      selected.add(block.start() + first, block.start() + i);
      ranges++;
    }
    return ranges;
  }
}
