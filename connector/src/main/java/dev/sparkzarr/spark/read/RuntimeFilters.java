package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.IndexSet;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** Filters that a join brings once its other side is known. */
final class RuntimeFilters {
  private RuntimeFilters() {}

  static List<IndexSet> narrow(ZarrTable table, List<IndexSet> selection, Predicate[] predicates) {
    return selection;
  }
}
