package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.predicate.CellExpression;
import dev.sparkzarr.dataset.predicate.TileFilter;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * What a scan's rows have to pass, beyond what is selected on axes. Immutable.
 *
 * @param predicates on values, all of which are true for a row
 * @param first of the rows that pass, those that can be among the first of an order; empty: all
 * @param columns the variables that these look at
 */
record CellFilter(List<Predicate> predicates, Optional<FirstRows> first, List<Column> columns) {
  static final CellFilter NONE = new CellFilter(List.of(), Optional.empty(), List.of());

  CellFilter {
    predicates = List.copyOf(predicates);
    columns = List.copyOf(columns);
  }

  boolean isNone() {
    return predicates.isEmpty() && first.isEmpty();
  }

  /**
   * @param translator that the filter's columns are added to; it could translate all when this
   *     filter was made
   */
  TileFilter translated(CellTranslator translator) {
    CellExpression condition =
        predicates.isEmpty() ? null : ValueFilters.expression(translator, predicates).orElseThrow();
    return new TileFilter(
        condition, first.map(rows -> rows.translated(translator).orElseThrow()).orElse(null));
  }
}
