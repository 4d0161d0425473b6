package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.predicate.CellExpression;
import dev.sparkzarr.dataset.predicate.CellExpressions;
import dev.sparkzarr.dataset.predicate.ValueType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.connector.expressions.Cast;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Extract;
import org.apache.spark.sql.connector.expressions.GeneralScalarExpression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.filter.AlwaysFalse;
import org.apache.spark.sql.connector.expressions.filter.AlwaysTrue;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Goes through one of Spark's connector expressions. Every node that is not known to mean the same
 * here leaves the whole untranslated.
 */
final class ExpressionWalk {
  private final Optional<ZoneId> zone;
  private final Function<Expression, Optional<CellExpression>> known;

  /**
   * @param zone of the session; empty when it is not known for sure
   * @param known translates columns, and whatever else is to be taken as a whole; empty for what
   *     the walk goes into
   */
  ExpressionWalk(Optional<ZoneId> zone, Function<Expression, Optional<CellExpression>> known) {
    this.zone = zone;
    this.known = known;
  }

  Optional<CellExpression> translate(Expression expression) {
    Optional<CellExpression> whole = known.apply(expression);
    if (whole.isPresent()) {
      return whole;
    }
    // the two are also literals and predicates
    if (expression instanceof AlwaysTrue || expression instanceof AlwaysFalse) {
      return Optional.of(
          CellExpressions.constant(ValueType.BOOLEAN, expression instanceof AlwaysTrue));
    }
    if (expression instanceof Literal<?> literal) {
      return ExpressionTypes.of(literal.dataType())
          .map(type -> CellExpressions.constant(type, value(literal.value())));
    }
    if (expression instanceof Cast cast) {
      return ExpressionTypes.of(cast.dataType())
          .flatMap(
              type ->
                  translate(cast.expression())
                      .flatMap(value -> CellExpressions.cast(value, type, zone)));
    }
    if (expression instanceof Extract extract) {
      return translate(extract.source())
          .flatMap(source -> CellExpressions.extract(extract.field(), source, zone));
    }
    return expression instanceof GeneralScalarExpression call ? call(call) : Optional.empty();
  }

  private Optional<CellExpression> call(GeneralScalarExpression call) {
    List<CellExpression> arguments = new ArrayList<>();
    for (Expression child : call.children()) {
      Optional<CellExpression> argument = translate(child);
      if (argument.isEmpty()) {
        return Optional.empty();
      }
      arguments.add(argument.get());
    }
    return CellExpressions.call(call.name(), arguments);
  }

  private static Object value(Object value) {
    if (value instanceof Decimal decimal) {
      return decimal.toJavaBigDecimal();
    }
    return value instanceof UTF8String text ? text.getBytes() : value;
  }
}
