package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.predicate.TopRows;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.NullOrdering;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;

/**
 * The first rows of an order by values. Each task gives those of its rows that can be among them,
 * and Spark sorts these. Immutable.
 *
 * @param orders the first of them tells rows apart, others decide where it leaves a tie
 * @param rows how many are wanted
 */
record FirstRows(List<SortOrder> orders, int rows) {
  FirstRows {
    orders = List.copyOf(orders);
  }

  /**
   * @param translator that the key's columns are added to
   * @return empty when the key cannot be evaluated for a cell, or too many rows are wanted
   */
  Optional<TopRows> translated(CellTranslator translator) {
    if (rows < 1 || rows > TopRows.MOST) {
      return Optional.empty();
    }
    SortOrder order = orders.get(0);
    return translator
        .translate(order.expression())
        .filter(key -> TopRows.supports(key.type()))
        .map(
            key ->
                new TopRows(
                    key,
                    order.direction() == SortDirection.ASCENDING
                        ? TopRows.Direction.ASCENDING
                        : TopRows.Direction.DESCENDING,
                    order.nullOrdering() == NullOrdering.NULLS_FIRST
                        ? TopRows.Nulls.FIRST
                        : TopRows.Nulls.LAST,
                    orders.size() == 1 ? TopRows.Ties.ENOUGH : TopRows.Ties.ALL,
                    rows));
  }
}
