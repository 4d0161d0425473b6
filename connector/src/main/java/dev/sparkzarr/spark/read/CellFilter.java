package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Column;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * What a scan's rows have to pass, beyond what is selected on axes. Immutable.
 *
 * @param predicates on values, all of which are true for a row
 * @param columns the variables that they look at
 */
record CellFilter(List<Predicate> predicates, List<Column> columns) {
  static final CellFilter NONE = new CellFilter(List.of(), List.of());

  CellFilter {
    predicates = List.copyOf(predicates);
    columns = List.copyOf(columns);
  }

  boolean isNone() {
    return predicates.isEmpty();
  }
}
