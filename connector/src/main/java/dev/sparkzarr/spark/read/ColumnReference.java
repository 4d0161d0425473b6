package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Column;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;

/** Between a table's columns and Spark's references to them. */
final class ColumnReference {
  private ColumnReference() {}

  static NamedReference of(Column column) {
    return Expressions.column("`" + column.name().replace("`", "``") + "`");
  }

  /**
   * @return the column that an expression is, when it is nothing but a column
   */
  static Optional<Column> column(ZarrTable table, Expression expression) {
    return expression instanceof NamedReference reference && reference.fieldNames().length == 1
        ? Optional.of(table.column(reference.fieldNames()[0]))
        : Optional.empty();
  }

  /**
   * @return the dimension whose column an expression is
   */
  static Optional<Integer> dimension(ZarrTable table, Expression expression) {
    return column(table, expression)
        .filter(column -> column.role() == Column.Role.DIMENSION)
        .map(column -> column.dimensions().get(0));
  }
}
