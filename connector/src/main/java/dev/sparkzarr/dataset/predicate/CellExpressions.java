package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.ColumnType;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Makes expressions. What cannot be computed exactly as Spark would, on every axis that does not
 * make it raise an error, is not made: the answer is then empty. Stateless.
 */
public final class CellExpressions {
  private CellExpressions() {}

  /**
   * @param type what the axis is seen as: a TIMESTAMP axis may be TIMESTAMP or TIMESTAMP_NTZ, an
   *     INT32 axis may be DATE, UINT64 is DECIMAL, CALENDAR_TEXT is TEXT
   * @return the value of the axis
   */
  public static CellExpression axis(ValueType type) {
    return new AxisValue(type);
  }

  /**
   * @param input position of the column among those that cells are evaluated with
   * @param type what the column is seen as
   * @return the value of the column
   */
  public static CellExpression column(int input, ValueType type) {
    return new ColumnValue(input, type);
  }

  /**
   * @return whether values of a column can be computed with
   */
  public static boolean supports(ColumnType column) {
    return ColumnInput.supports(column);
  }

  /**
   * @return whether an expression over columns has a value, and Spark raises no error, whatever the
   *     columns hold
   */
  public static boolean isTotal(CellExpression expression) {
    return Totality.of((Node) expression);
  }

  /**
   * @param expression over columns, total
   * @return the columns that it looks at, by position
   */
  public static int[] columns(CellExpression expression) {
    return Totality.columns((Node) expression).distinct().toArray();
  }

  /**
   * Several conditions of a filter. That something is not NULL need not be asked where another of
   * them is never true of NULL.
   *
   * @param conditions truths
   * @return what is true where all of them are, and otherwise false or NULL; empty when there is no
   *     condition
   */
  public static Optional<CellExpression> all(List<CellExpression> conditions) {
    return conditions.stream()
        .map(Node.class::cast)
        .filter(condition -> !isImplied(condition, conditions))
        .reduce((left, right) -> new Junction(Junction.Operator.AND, left, right))
        .map(CellExpression.class::cast);
  }

  private static boolean isImplied(Node condition, List<CellExpression> others) {
    return condition instanceof NullTest test
        && test.wanted() == 0
        && others.stream()
            .anyMatch(
                other ->
                    other instanceof Comparison comparison
                        && Strictness.of(comparison, test.value()));
  }

  /**
   * @param columns what is known of the values of a column, by its position
   * @return between which whole numbers the values lie that are not NULL, of a truth 0 and 1; empty
   *     when that is not known
   */
  public static Optional<WholeRange> range(
      CellExpression expression, IntFunction<Optional<WholeRange>> columns) {
    return Bounds.of((Node) expression, columns);
  }

  /**
   * @param value as {@link ValueType.Kind} describes it; null for NULL
   */
  public static CellExpression constant(ValueType type, Object value) {
    return Constant.of(type, value);
  }

  /**
   * @param zone of the session; empty when it is not known for sure, then what depends on it is not
   *     made
   * @return {@code CAST(value AS type)} in ANSI mode, or a cast that can raise no error
   */
  public static Optional<CellExpression> cast(
      CellExpression value, ValueType type, Optional<ZoneId> zone) {
    Node node = (Node) value;
    ValueType from = node.type();
    if (from.equals(type)) {
      return Optional.of(node);
    }
    if (NumericCast.supports(from, type)) {
      return Optional.of(new NumericCast(node, type));
    }
    if (type.kind() == ValueType.Kind.TEXT && TextCast.supports(from)) {
      return zoneFor(from.kind() == ValueType.Kind.TIMESTAMP, zone)
          .map(known -> new TextCast(node, known));
    }
    if (!TemporalCast.supports(from, type)) {
      return Optional.empty();
    }
    return zoneFor(TemporalCast.needsZone(from, type), zone)
        .map(known -> new TemporalCast(node, type, known));
  }

  /**
   * @param field by the name that Spark gives it, such as {@code DAY_OF_WEEK} or {@code HOUR}
   * @param source a date, or a timestamp for parts of the time of day
   * @param zone as for {@link #cast}
   * @return {@code EXTRACT(field FROM source)}
   */
  public static Optional<CellExpression> extract(
      String field, CellExpression source, Optional<ZoneId> zone) {
    Node node = (Node) source;
    for (DatePart.Field part : DatePart.Field.values()) {
      if (part.name().equals(field) && node.type().kind() == ValueType.Kind.DATE) {
        return Optional.of(new DatePart(part, node));
      }
    }
    for (TimePart.Field part : TimePart.Field.values()) {
      if (part.name().equals(field) && TemporalCast.isTimestamp(node.type())) {
        return zoneFor(node.type().kind() == ValueType.Kind.TIMESTAMP, zone)
            .map(known -> new TimePart(part, node, known));
      }
    }
    return Optional.empty();
  }

  private static Optional<ZoneId> zoneFor(boolean needed, Optional<ZoneId> zone) {
    return needed ? zone : Optional.of(ZoneOffset.UTC);
  }

  /**
   * @param name of an operator or function, as Spark's connector expressions have it: {@code =},
   *     {@code IN}, {@code AND}, {@code IS_NULL}, {@code +}, {@code FLOOR}, {@code CASE_WHEN}, ...
   * @return it applied to the arguments
   */
  public static Optional<CellExpression> call(String name, List<CellExpression> arguments) {
    List<Node> nodes = arguments.stream().map(argument -> (Node) argument).toList();
    Optional<? extends Node> made =
        switch (name) {
          case "=" -> comparison(Comparison.Operator.EQUAL, nodes);
          case "<>" -> comparison(Comparison.Operator.NOT_EQUAL, nodes);
          case "<=>" -> comparison(Comparison.Operator.NULL_SAFE_EQUAL, nodes);
          case "<" -> comparison(Comparison.Operator.LESS, nodes);
          case "<=" -> comparison(Comparison.Operator.LESS_OR_EQUAL, nodes);
          case ">" -> comparison(Comparison.Operator.GREATER, nodes);
          case ">=" -> comparison(Comparison.Operator.GREATER_OR_EQUAL, nodes);
          case "IN" -> in(nodes);
          case "IS_NULL" -> one(nodes).map(node -> new NullTest(node, 1));
          case "IS_NOT_NULL" -> one(nodes).map(node -> new NullTest(node, 0));
          case "AND" -> junction(Junction.Operator.AND, nodes);
          case "OR" -> junction(Junction.Operator.OR, nodes);
          case "NOT" -> one(nodes).filter(CellExpressions::isTruth).map(Negation::new);
          case "BOOLEAN_EXPRESSION" -> one(nodes).filter(CellExpressions::isTruth);
          case "STARTS_WITH" -> textTest(TextTest.Operator.STARTS_WITH, nodes);
          case "ENDS_WITH" -> textTest(TextTest.Operator.ENDS_WITH, nodes);
          case "CONTAINS" -> textTest(TextTest.Operator.CONTAINS, nodes);
          case "SUBSTRING" -> substring(nodes);
          case "CHAR_LENGTH" -> one(nodes).filter(CellExpressions::isText).map(TextLength::new);
          case "+" -> arithmetic(Arithmetic.Operator.ADD, nodes);
          case "-" ->
              nodes.size() == 1
                  ? signChange(SignChange.Operator.NEGATE, nodes)
                  : arithmetic(Arithmetic.Operator.SUBTRACT, nodes);
          case "*" -> arithmetic(Arithmetic.Operator.MULTIPLY, nodes);
          case "/" -> arithmetic(Arithmetic.Operator.DIVIDE, nodes);
          case "%" -> arithmetic(Arithmetic.Operator.REMAINDER, nodes);
          case "&" -> arithmetic(Arithmetic.Operator.BIT_AND, nodes);
          case "|" -> arithmetic(Arithmetic.Operator.BIT_OR, nodes);
          case "^" -> arithmetic(Arithmetic.Operator.BIT_XOR, nodes);
          case "~" -> signChange(SignChange.Operator.BIT_NOT, nodes);
          case "ABS" -> signChange(SignChange.Operator.ABSOLUTE, nodes);
          case "FLOOR" -> toWhole(Rounding.Operator.FLOOR, nodes);
          case "CEIL" -> toWhole(Rounding.Operator.CEIL, nodes);
          case "ROUND" -> round(nodes);
          case "TRUNC" -> truncation(nodes);
          case "DATE_ADD" -> dateAdd(nodes);
          case "DATE_DIFF" -> dateDifference(nodes);
          case "CASE_WHEN" -> caseWhen(nodes);
          case "COALESCE" -> ofOneType(nodes).map(Coalesce::new);
          case "GREATEST" -> ofOneType(nodes).map(all -> new Extremum(1, all));
          case "LEAST" -> ofOneType(nodes).map(all -> new Extremum(-1, all));
          default -> mathFunction(name, nodes);
        };
    return made.map(node -> node);
  }

  private static Optional<Node> one(List<Node> nodes) {
    return nodes.size() == 1 ? Optional.of(nodes.get(0)) : Optional.empty();
  }

  private static boolean isTruth(Node node) {
    return node.type().kind() == ValueType.Kind.BOOLEAN;
  }

  private static boolean isText(Node node) {
    return node.type().kind() == ValueType.Kind.TEXT;
  }

  private static Optional<Node> comparison(Comparison.Operator operator, List<Node> nodes) {
    return nodes.size() == 2 && nodes.get(0).type().kind() == nodes.get(1).type().kind()
        ? Optional.of(new Comparison(operator, nodes.get(0), nodes.get(1)))
        : Optional.empty();
  }

  /** An empty list is not made: whether NULL is in it differs by Spark's settings. */
  private static Optional<Node> in(List<Node> nodes) {
    if (nodes.size() < 2) {
      return Optional.empty();
    }
    Node value = nodes.get(0);
    List<Constant> constants = new ArrayList<>();
    Optional<Node> others = Optional.empty();
    for (Node candidate : nodes.subList(1, nodes.size())) {
      if (candidate.type().kind() != value.type().kind()) {
        return Optional.empty();
      }
      if (candidate instanceof Constant constant) {
        constants.add(constant);
      } else {
        Node equal = new Comparison(Comparison.Operator.EQUAL, value, candidate);
        others = Optional.of(others.map(before -> or(before, equal)).orElse(equal));
      }
    }
    if (constants.isEmpty()) {
      return others;
    }
    Node member = new Membership(value, constants);
    return Optional.of(others.map(before -> or(before, member)).orElse(member));
  }

  private static Node or(Node left, Node right) {
    return new Junction(Junction.Operator.OR, left, right);
  }

  private static Optional<Node> junction(Junction.Operator operator, List<Node> nodes) {
    return nodes.size() == 2 && nodes.stream().allMatch(CellExpressions::isTruth)
        ? Optional.of(new Junction(operator, nodes.get(0), nodes.get(1)))
        : Optional.empty();
  }

  private static Optional<Node> textTest(TextTest.Operator operator, List<Node> nodes) {
    return nodes.size() == 2 && nodes.stream().allMatch(CellExpressions::isText)
        ? Optional.of(new TextTest(operator, nodes.get(0), nodes.get(1)))
        : Optional.empty();
  }

  private static Optional<Node> substring(List<Node> nodes) {
    if (nodes.size() < 2 || nodes.size() > 3 || !isText(nodes.get(0))) {
      return Optional.empty();
    }
    Optional<Integer> position = wholeConstant(nodes.get(1));
    Optional<Integer> length =
        nodes.size() == 3 ? wholeConstant(nodes.get(2)) : Optional.of(Integer.MAX_VALUE);
    return position.flatMap(from -> length.map(count -> new Substring(nodes.get(0), from, count)));
  }

  private static Optional<Integer> wholeConstant(Node node) {
    return node instanceof Constant constant
            && !constant.isNull()
            && constant.type().kind() == ValueType.Kind.INT32
        ? Optional.of((int) constant.asLong())
        : Optional.empty();
  }

  private static Optional<Node> arithmetic(Arithmetic.Operator operator, List<Node> nodes) {
    if (nodes.size() != 2) {
      return Optional.empty();
    }
    Node left = nodes.get(0);
    Node right = nodes.get(1);
    return Optional.ofNullable(Arithmetic.result(operator, left.type(), right.type()))
        .map(type -> new Arithmetic(operator, left, right, type));
  }

  private static Optional<Node> signChange(SignChange.Operator operator, List<Node> nodes) {
    return one(nodes)
        .filter(node -> SignChange.supports(operator, node.type()))
        .map(node -> new SignChange(operator, node));
  }

  private static Optional<Node> mathFunction(String name, List<Node> nodes) {
    for (MathFunction.Function function : MathFunction.Function.values()) {
      if (function.name().equals(name)) {
        return one(nodes)
            .filter(node -> node.type().kind() == ValueType.Kind.FLOAT64)
            .map(node -> new MathFunction(function, node));
      }
    }
    return Optional.empty();
  }

  private static Optional<Node> toWhole(Rounding.Operator operator, List<Node> nodes) {
    return one(nodes)
        .flatMap(
            node -> {
              if (node.type().kind() == ValueType.Kind.INT64) {
                return Optional.of(node);
              }
              return Rounding.supports(operator, node.type())
                  ? Optional.of(new Rounding(operator, node, 0))
                  : Optional.empty();
            });
  }

  private static Optional<Node> round(List<Node> nodes) {
    if (nodes.size() != 2) {
      return Optional.empty();
    }
    Optional<Integer> places = wholeConstant(nodes.get(1));
    if (nodes.get(0).type().isInteger()) {
      return places.filter(digits -> digits >= 0).map(digits -> nodes.get(0));
    }
    if (!Rounding.supports(Rounding.Operator.ROUND, nodes.get(0).type())) {
      return Optional.empty();
    }
    return places
        .filter(digits -> Math.abs(digits) <= Rounding.MAX_DIGITS)
        .map(digits -> new Rounding(Rounding.Operator.ROUND, nodes.get(0), digits));
  }

  private static Optional<Node> truncation(List<Node> nodes) {
    if (nodes.size() != 2
        || nodes.get(0).type().kind() != ValueType.Kind.DATE
        || !(nodes.get(1) instanceof Constant format)
        || !isText(format)) {
      return Optional.empty();
    }
    if (format.isNull()) {
      return Optional.of(new Constant(ValueType.DATE, null));
    }
    String word = new String((byte[]) format.value(), StandardCharsets.UTF_8);
    return Optional.of(
        DateTruncation.Unit.named(word)
            .<Node>map(unit -> new DateTruncation(unit, nodes.get(0)))
            .orElse(new Constant(ValueType.DATE, null)));
  }

  private static Optional<Node> dateAdd(List<Node> nodes) {
    return nodes.size() == 2
            && nodes.get(0).type().kind() == ValueType.Kind.DATE
            && nodes.get(1).type().isInteger()
            && nodes.get(1).type().kind() != ValueType.Kind.INT64
        ? Optional.of(new DateArithmetic(DateArithmetic.Operator.ADD, nodes.get(0), nodes.get(1)))
        : Optional.empty();
  }

  private static Optional<Node> dateDifference(List<Node> nodes) {
    return nodes.size() == 2
            && nodes.stream().allMatch(node -> node.type().kind() == ValueType.Kind.DATE)
        ? Optional.of(
            new DateArithmetic(DateArithmetic.Operator.DIFFERENCE, nodes.get(0), nodes.get(1)))
        : Optional.empty();
  }

  private static Optional<List<Node>> ofOneType(List<Node> nodes) {
    return !nodes.isEmpty()
            && nodes.stream().allMatch(node -> node.type().equals(nodes.get(0).type()))
        ? Optional.of(nodes)
        : Optional.empty();
  }

  private static Optional<Node> caseWhen(List<Node> nodes) {
    List<Node> conditions = new ArrayList<>();
    List<Node> values = new ArrayList<>();
    for (int i = 0; i + 1 < nodes.size(); i += 2) {
      conditions.add(nodes.get(i));
      values.add(nodes.get(i + 1));
    }
    if (conditions.isEmpty() || !conditions.stream().allMatch(CellExpressions::isTruth)) {
      return Optional.empty();
    }
    values.add(
        nodes.size() % 2 == 1
            ? nodes.get(nodes.size() - 1)
            : new Constant(values.get(0).type(), null));
    return ofOneType(values).map(all -> new CaseWhen(conditions, all));
  }
}
