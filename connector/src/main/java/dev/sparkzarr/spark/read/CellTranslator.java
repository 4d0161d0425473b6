package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.ScanColumn;
import dev.sparkzarr.dataset.aggregate.AxisGroups;
import dev.sparkzarr.dataset.aggregate.Codes;
import dev.sparkzarr.dataset.aggregate.ColumnRange;
import dev.sparkzarr.dataset.predicate.AxisValues;
import dev.sparkzarr.dataset.predicate.CellExpression;
import dev.sparkzarr.dataset.predicate.CellExpressions;
import dev.sparkzarr.dataset.predicate.ValueType;
import dev.sparkzarr.dataset.predicate.WholeRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;

/**
 * From Spark's connector expressions to expressions over cells, and the columns that these need.
 * What depends on one dimension alone is computed along its axis here and now, and becomes a column
 * of its own. For the driver's planning thread.
 */
final class CellTranslator {
  private final CellsPlan cells;
  private final PredicateTranslator axes;
  private final ExpressionWalk walk;
  private final List<ScanColumn> inputs = new ArrayList<>();
  private final List<Column> variables = new ArrayList<>();
  private final Map<Object, CellExpression> known = new HashMap<>();

  /** Variables by their positions among the inputs. */
  private final Map<Integer, Column> columns = new HashMap<>();

  /**
   * @param cells whose selection is final
   */
  CellTranslator(CellsPlan cells) {
    this(cells, List.of());
  }

  /**
   * @param cells whose selection is final
   * @param shown columns that are read anyway: they come first
   */
  CellTranslator(CellsPlan cells, List<Column> shown) {
    this.cells = cells;
    this.axes = cells.source().translator();
    this.walk = new ExpressionWalk(axes.zone(), this::leaf);
    for (Column column : shown) {
      inputs.add(ProjectedColumn.of(column));
      int position = inputs.size() - 1;
      if (isVariable(column)) {
        type(column).ifPresent(type -> known.put(column, CellExpressions.column(position, type)));
      }
    }
  }

  /**
   * @return the same expression over {@link #inputs}; empty when it has a node that cannot be
   *     translated, or could raise an error on some cell
   */
  Optional<CellExpression> translate(Expression expression) {
    return walk.translate(expression).filter(CellExpressions::isTotal);
  }

  private Optional<CellExpression> leaf(Expression expression) {
    return alongAxis(expression).or(() -> variable(expression));
  }

  private Optional<CellExpression> alongAxis(Expression expression) {
    return axes.translateValue(expression)
        .filter(onAxis -> isComputed(onAxis.expression().type()))
        .flatMap(onAxis -> computed(onAxis, expression.toString()));
  }

  private static boolean isComputed(ValueType type) {
    return type.stored().filter(CellExpressions::supports).isPresent();
  }

  private Optional<CellExpression> computed(PredicateTranslator.OnAxis onAxis, String name) {
    if (known.containsKey(onAxis)) {
      return Optional.of(known.get(onAxis));
    }
    Axis axis = cells.source().table().axes().get(onAxis.dimension());
    IndexSet selected = cells.selection().get(onAxis.dimension());
    return AxisValues.of(onAxis.expression(), axis, selected)
        .map(
            values ->
                input(
                    onAxis,
                    ScanColumn.computed(
                        onAxis.dimension(), values.toAxis(name, selected, axis.length())),
                    values.type()));
  }

  /**
   * What stands for an expression where it only matters which values are equal.
   *
   * @param numbers of values; NULL where the value is
   * @param codes what the numbers are among
   */
  record Numbered(CellExpression numbers, Codes codes) {}

  /**
   * @return the numbers of the values that an expression has along the one axis that it mentions;
   *     empty when it mentions another column or a second axis, or has a node that cannot be
   *     translated
   */
  Optional<Numbered> numbered(Expression expression) {
    return axes.translateValue(expression)
        .filter(onAxis -> AxisGroups.supports(onAxis.expression().type()))
        .flatMap(onAxis -> numbered(onAxis, "number of " + expression));
  }

  private Optional<Numbered> numbered(PredicateTranslator.OnAxis onAxis, String name) {
    int dimension = onAxis.dimension();
    Axis axis = cells.source().table().axes().get(dimension);
    IndexSet selected = cells.selection().get(dimension);
    return AxisValues.of(onAxis.expression(), axis, selected)
        .map(
            values -> {
              AxisGroups groups = AxisGroups.of(dimension, List.of(values));
              Axis numbers = groups.toAxis(name, selected, axis.length());
              ScanColumn column = ScanColumn.computed(dimension, numbers);
              return new Numbered(
                  input(name, column, ValueType.INT32), new Codes(0, groups.count()));
            });
  }

  private Optional<CellExpression> variable(Expression expression) {
    Optional<Column> column =
        ColumnReference.column(cells.source(), expression).filter(CellTranslator::isVariable);
    if (column.filter(known::containsKey).isPresent()) {
      return column.map(known::get);
    }
    return column.flatMap(
        found ->
            type(found)
                .map(
                    type -> {
                      variables.add(found);
                      columns.put(inputs.size(), found);
                      return input(found, ProjectedColumn.of(found), type);
                    }));
  }

  private static boolean isVariable(Column column) {
    return column.role() != Column.Role.DIMENSION && CellExpressions.supports(column.type());
  }

  private Optional<ValueType> type(Column column) {
    return ExpressionTypes.of(ColumnDataType.of(column.type(), cells.timestamps()));
  }

  private CellExpression input(Object key, ScanColumn column, ValueType type) {
    inputs.add(column);
    known.put(key, CellExpressions.column(inputs.size() - 1, type));
    return known.get(key);
  }

  /**
   * @return the columns that expressions name by position
   */
  List<ScanColumn> inputs() {
    return inputs;
  }

  /**
   * @return the dimensions that they vary along, ascending
   */
  List<Integer> dimensions() {
    return inputs.stream()
        .flatMap(input -> input.dimensions().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * @param expression over {@link #inputs}
   * @return between which whole numbers its values lie, as the arrays say; empty when unknown
   */
  Optional<WholeRange> range(CellExpression expression) {
    return CellExpressions.range(
        expression, input -> Optional.ofNullable(columns.get(input)).flatMap(ColumnRange::of));
  }

  /**
   * @return those of them that arrays give
   */
  List<Column> variables() {
    return variables;
  }
}
