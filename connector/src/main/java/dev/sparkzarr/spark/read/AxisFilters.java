package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.predicate.PredicateEvaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * What predicates leave of a table: the indexes of each dimension, and the predicates that Spark
 * still has to evaluate on every row. Immutable.
 *
 * @param selection indexes of each dimension
 * @param handled predicates that hold on every selected row, and on no other
 * @param residual predicates that Spark must evaluate; the selection may have been narrowed by them
 *     all the same
 */
record AxisFilters(List<IndexSet> selection, List<Predicate> handled, List<Predicate> residual) {
  AxisFilters {
    selection = List.copyOf(selection);
    handled = List.copyOf(handled);
    residual = List.copyOf(residual);
  }

  /**
   * Evaluates what can be evaluated on the axes.
   *
   * @param axes of the dimensions
   * @param selection what is selected already
   * @param predicates all of which have to hold
   */
  static AxisFilters push(
      PredicateTranslator translator,
      List<Axis> axes,
      List<IndexSet> selection,
      Predicate[] predicates) {
    Push push = new Push(translator, axes, selection);
    List<Predicate> waiting = new ArrayList<>();
    for (Predicate predicate : predicates) {
      split(predicate, waiting);
    }
    List<Predicate> handled = new ArrayList<>();
    // what is refused because of an index may be answered once another predicate took that away
    while (waiting.removeIf(predicate -> push.handle(predicate) && handled.add(predicate))) {}
    for (Predicate predicate : waiting) {
      push.narrow(predicate);
    }
    return new AxisFilters(Arrays.asList(push.selection), handled, waiting);
  }

  private static void split(Predicate predicate, List<Predicate> conjuncts) {
    if (predicate instanceof And and) {
      split(and.left(), conjuncts);
      split(and.right(), conjuncts);
    } else {
      conjuncts.add(predicate);
    }
  }

  /**
   * @return for each dimension how many of its indexes are selected, and which
   */
  String describe(List<Axis> axes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < axes.size(); i++) {
      text.append(i == 0 ? "" : ", ")
          .append(axes.get(i).name())
          .append(' ')
          .append(selection.get(i).size())
          .append(" of ")
          .append(axes.get(i).length());
      if (selection.get(i).size() < axes.get(i).length()) {
        text.append(' ').append(selection.get(i));
      }
    }
    return text.toString();
  }

  /** The work of {@link AxisFilters#push}. */
  private static final class Push {
    private static final Axis NO_AXIS = Axis.index("", 1);

    private final PredicateTranslator translator;
    private final List<Axis> axes;
    private final IndexSet[] selection;

    Push(PredicateTranslator translator, List<Axis> axes, List<IndexSet> selection) {
      this.translator = translator;
      this.axes = axes;
      this.selection = selection.toArray(new IndexSet[0]);
    }

    /** Narrows the selection to the rows where a predicate holds, if that can be done exactly. */
    boolean handle(Predicate predicate) {
      if (isInNothing(predicate)) {
        return clear(true);
      }
      Optional<PredicateTranslator.OnAxis> onAxis = translator.translate(predicate);
      if (onAxis.isEmpty()) {
        return false;
      }
      int dimension = onAxis.get().dimension();
      if (dimension < 0) {
        Optional<IndexSet> one =
            PredicateEvaluator.select(onAxis.get().expression(), NO_AXIS, IndexSet.range(0, 1));
        return one.isPresent() && (!one.get().isEmpty() || clear(true));
      }
      Optional<IndexSet> selected = select(onAxis.get());
      selected.ifPresent(indexes -> selection[dimension] = indexes);
      return selected.isPresent();
    }

    /** {@code x IN ()} is false or NULL, never true. */
    private static boolean isInNothing(Predicate predicate) {
      return predicate.name().equals("IN") && predicate.children().length == 1;
    }

    private boolean clear(boolean done) {
      Arrays.fill(selection, IndexSet.EMPTY);
      return done && selection.length > 0;
    }

    private Optional<IndexSet> select(PredicateTranslator.OnAxis onAxis) {
      return PredicateEvaluator.select(
          onAxis.expression(), axes.get(onAxis.dimension()), selection[onAxis.dimension()]);
    }

    /** Takes away indexes on which a predicate can be true in no row. */
    void narrow(Predicate predicate) {
      IndexSet[] possible = possible(predicate);
      System.arraycopy(possible, 0, selection, 0, selection.length);
    }

    /** The selected indexes of each dimension outside of which a predicate is never true. */
    private IndexSet[] possible(Predicate predicate) {
      if (predicate instanceof And and) {
        IndexSet[] left = possible(and.left());
        IndexSet[] right = possible(and.right());
        Arrays.setAll(left, dimension -> left[dimension].intersect(right[dimension]));
        return left;
      }
      if (predicate instanceof Or or) {
        IndexSet[] left = possible(or.left());
        IndexSet[] right = possible(or.right());
        Arrays.setAll(left, dimension -> left[dimension].union(right[dimension]));
        return left;
      }
      IndexSet[] possible = selection.clone();
      translator
          .translate(predicate)
          .filter(onAxis -> onAxis.dimension() >= 0)
          .ifPresent(
              onAxis ->
                  select(onAxis).ifPresent(indexes -> possible[onAxis.dimension()] = indexes));
      return possible;
    }
  }
}
