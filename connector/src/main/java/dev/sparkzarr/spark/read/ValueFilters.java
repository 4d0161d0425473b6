package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.predicate.CellExpression;
import dev.sparkzarr.dataset.predicate.CellExpressions;
import dev.sparkzarr.dataset.predicate.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * Predicates that look at values: those that a scan evaluates itself, exactly, so that Spark may
 * hand over what comes after them, and those that stay with Spark. Immutable.
 *
 * @param taken what is evaluated for every cell
 * @param residual predicates that Spark must evaluate
 */
record ValueFilters(CellFilter taken, List<Predicate> residual) {
  ValueFilters {
    residual = List.copyOf(residual);
  }

  /**
   * Takes all, or none: while Spark filters at all, it hands nothing over.
   *
   * @param cells with what is selected on axes
   */
  static ValueFilters of(CellsPlan cells, List<Predicate> predicates) {
    CellTranslator translator = new CellTranslator(cells);
    return mayTake(cells) && expression(translator, predicates).isPresent()
        ? new ValueFilters(
            new CellFilter(predicates, Optional.empty(), translator.variables()), List.of())
        : new ValueFilters(CellFilter.NONE, predicates);
  }

  /**
   * @param cells with every filter, all of them the scan's
   * @return the filter of {@code cells}, and that a row can be among the first; empty when that
   *     cannot be told here
   */
  static Optional<CellFilter> first(CellsPlan cells, FirstRows rows) {
    CellTranslator translator = new CellTranslator(cells);
    if (!mayTake(cells) || rows.translated(translator).isEmpty()) {
      return Optional.empty();
    }
    List<Predicate> predicates = cells.filter().predicates();
    List<Column> columns =
        Stream.concat(cells.filter().columns().stream(), translator.variables().stream())
            .distinct()
            .toList();
    return Optional.of(new CellFilter(predicates, Optional.of(rows), columns));
  }

  private static boolean mayTake(CellsPlan cells) {
    ZarrTable source = cells.source();
    return source.conf().aggregatePushdown()
        && cells.rows() > 0
        && source.table().columns().stream().noneMatch(ValueFilters::hasParts);
  }

  private static boolean hasParts(Column column) {
    return column.type().hasParts();
  }

  /**
   * @param translator that the expression's columns are added to
   * @return all predicates in one; empty when one of them cannot be evaluated for a cell
   */
  static Optional<CellExpression> expression(
      CellTranslator translator, List<Predicate> predicates) {
    List<CellExpression> all = new ArrayList<>();
    for (Predicate predicate : predicates) {
      Optional<CellExpression> one =
          translator
              .translate(predicate)
              .filter(expression -> expression.type().equals(ValueType.BOOLEAN));
      if (one.isEmpty()) {
        return Optional.empty();
      }
      all.add(one.get());
    }
    return CellExpressions.all(all);
  }
}
