package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.aggregate.AggregateScan;
import dev.sparkzarr.dataset.aggregate.AxisGroups;
import dev.sparkzarr.dataset.aggregate.CellKeys;
import dev.sparkzarr.dataset.aggregate.PlaneKeys;
import dev.sparkzarr.dataset.aggregate.RangeKey;
import dev.sparkzarr.dataset.predicate.CellExpression;
import dev.sparkzarr.dataset.predicate.CellExpressions;
import dev.sparkzarr.dataset.predicate.ValueType;
import dev.sparkzarr.dataset.predicate.WholeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.expressions.Expression;

/**
 * Finds out where partitions get each grouping key of an aggregation from. What one dimension's
 * values give is numbered along its axis, here on the driver. What varies along some dimensions
 * only is numbered by each partition, in a plane. Truths and whole numbers of a small range are
 * told by the value of each cell. Anything else is Spark's. For the planning thread.
 */
final class GroupKeys {
  /** Cells of a plane that is looked up although its keys are told by values too. */
  private static final double PLANE_CELLS = 1 << 20;

  private final CellsPlan cells;
  private final CellTranslator translator;
  private final List<Key> keys = new ArrayList<>();

  /**
   * A key that was taken.
   *
   * @param dimensions that its values vary along
   * @param axis its expression, when it is computed along one axis
   * @param values that it has at most, NULL included; infinite when that is not known
   * @param range of its values, when those tell the group
   */
  private record Key(
      Expression offered,
      ValueType type,
      List<Integer> dimensions,
      Optional<CellExpression> axis,
      double values,
      Optional<WholeRange> range) {}

  /**
   * The keys that one source of numbers has.
   *
   * @param cells what partitions find out; empty for keys along an axis
   * @param dimensions of the axis or the plane
   * @param members the keys, in the order of their numbering
   */
  private record Source(Optional<CellKeys> cells, List<Integer> dimensions, List<Key> members) {
    /** Whether a key varies along none but these dimensions. */
    boolean has(Key key) {
      return dimensions.containsAll(key.dimensions());
    }

    /** Combinations of values that there are at most. */
    double values() {
      return members.stream().mapToDouble(Key::values).reduce(1, (a, b) -> a * b);
    }
  }

  /**
   * What became of the keys.
   *
   * @param keys where each is found: among the axes and, behind them, the cell keys
   */
  record Found(List<AxisGroups> axes, List<CellKeys> cellKeys, List<AggregateScan.Key> keys) {}

  /**
   * @param cells whose selection is final
   * @param translator that columns are added to which tell groups by their values
   */
  GroupKeys(CellsPlan cells, CellTranslator translator) {
    this.cells = cells;
    this.translator = translator;
  }

  /**
   * Takes a key.
   *
   * @return why it is not computed; empty when it is
   */
  Optional<String> add(Expression offered) {
    Optional<PredicateTranslator.OnAxis> onAxis =
        cells.source().translator().translateValue(offered);
    if (onAxis.isPresent()) {
      return addOnAxis(offered, onAxis.get());
    }
    CellTranslator alone = new CellTranslator(cells);
    Optional<CellExpression> expression = alone.translate(offered);
    if (expression.isEmpty()) {
      return Optional.of(
          "the key " + offered + " is of an expression that is not computed here, or could fail");
    }
    ValueType type = expression.get().type();
    if (!isNumber(type)) {
      return refuseType(offered, type);
    }
    List<Integer> dimensions = alone.dimensions();
    Optional<WholeRange> range =
        alone.range(expression.get()).filter(known -> known.size() <= RangeKey.MOST_VALUES);
    double values = range.map(known -> known.size() + 1.0).orElse(Double.POSITIVE_INFINITY);
    boolean isPlane = isPlane(dimensions) && (range.isEmpty() || size(dimensions) <= PLANE_CELLS);
    if (!isPlane && range.isEmpty()) {
      return Optional.of(
          "the key "
              + offered
              + " may have another value in every cell; group by a truth, by integers of 8 or 16"
              + " bits or with flag_values or a valid_range, or by what does not vary along all"
              + " dimensions");
    }
    keys.add(
        new Key(
            offered, type, dimensions, Optional.empty(), values, range.filter(known -> !isPlane)));
    return Optional.empty();
  }

  private Optional<String> addOnAxis(Expression offered, PredicateTranslator.OnAxis onAxis) {
    ValueType type = onAxis.expression().type();
    if (!AxisGroups.supports(type)) {
      return refuseType(offered, type);
    }
    List<Integer> dimension = List.of(onAxis.dimension());
    keys.add(
        new Key(
            offered,
            type,
            dimension,
            Optional.of(onAxis.expression()),
            size(dimension),
            Optional.empty()));
    return Optional.empty();
  }

  /** Whether values are computed with as numbers: neither texts nor decimals. */
  private static boolean isNumber(ValueType type) {
    return type.stored().filter(CellExpressions::supports).isPresent();
  }

  private static Optional<String> refuseType(Expression offered, ValueType type) {
    return Optional.of(
        "the key "
            + offered
            + " is of type "
            + ExpressionTypes.dataType(type).sql()
            + ", which is not grouped by here");
  }

  private double size(List<Integer> dimensions) {
    return dimensions.stream()
        .mapToDouble(d -> cells.selection().get(d).size())
        .reduce(1, (a, b) -> a * b);
  }

  /** Whether keys are the same along a dimension. */
  private boolean isPlane(List<Integer> dimensions) {
    return dimensions.size() < cells.selection().size() || size(dimensions) <= 1;
  }

  /**
   * @return the type of each key
   */
  List<ValueType> types() {
    return keys.stream().map(Key::type).toList();
  }

  /**
   * @return empty when Spark could raise an error for a key along an axis, or it has too many
   *     values
   */
  Optional<Found> find(KeyNumbering numbering) {
    List<Source> planes = planes();
    List<Key> left =
        keys.stream()
            .filter(key -> planes.stream().noneMatch(plane -> plane.members().contains(key)))
            .toList();
    List<Source> sources = new ArrayList<>();
    List<AxisGroups> axes = new ArrayList<>();
    for (int d = 0; d < cells.selection().size(); d++) {
      int dimension = d;
      List<Key> along =
          left.stream()
              .filter(key -> key.axis().isPresent() && key.dimensions().contains(dimension))
              .toList();
      if (along.isEmpty()) {
        continue;
      }
      Optional<AxisGroups> groups =
          numbering.number(
              d,
              cells.selection().get(d),
              along.stream().map(key -> key.axis().orElseThrow()).toList());
      if (groups.isEmpty()) {
        return Optional.empty();
      }
      axes.add(groups.get());
      sources.add(new Source(Optional.empty(), List.of(d), along));
    }
    sources.addAll(planes);
    for (Key key : left) {
      key.range().ifPresent(range -> sources.add(ofRange(key, range)));
    }
    return Optional.of(
        new Found(
            axes,
            sources.stream().flatMap(source -> source.cells().stream()).toList(),
            keys.stream().map(key -> place(sources, key)).toList()));
  }

  private Source ofRange(Key key, WholeRange range) {
    CellExpression expression = translator.translate(key.offered()).orElseThrow(); // as before
    return new Source(
        Optional.of(new RangeKey(key.offered().toString(), expression, range)),
        key.dimensions(),
        List.of(key));
  }

  private static AggregateScan.Key place(List<Source> sources, Key key) {
    int source =
        IntStream.range(0, sources.size())
            .filter(i -> sources.get(i).members().contains(key))
            .findFirst()
            .orElseThrow();
    return new AggregateScan.Key(source, sources.get(source).members().indexOf(key));
  }

  /**
   * The planes: one for all keys whose dimensions it has, so that only combinations which occur are
   * numbered. Keys along an axis join where that makes fewer groups.
   */
  private List<Source> planes() {
    List<Source> planes = new ArrayList<>();
    keys.stream()
        .filter(key -> key.axis().isEmpty() && key.range().isEmpty())
        .sorted(Comparator.comparingInt((Key key) -> -key.dimensions().size()))
        .forEach(
            key -> {
              if (planes.stream().noneMatch(plane -> plane.has(key))) {
                planes.add(new Source(Optional.empty(), key.dimensions(), new ArrayList<>()));
              }
              planes.stream()
                  .filter(plane -> plane.has(key))
                  .findFirst()
                  .orElseThrow()
                  .members()
                  .add(key);
            });
    keys.stream()
        .filter(key -> key.axis().isPresent() && isNumber(key.type()))
        .filter(key -> new CellTranslator(cells).translate(key.offered()).isPresent())
        .forEach(
            key ->
                planes.stream()
                    .filter(plane -> plane.has(key))
                    .filter(plane -> size(plane.dimensions()) <= key.values() * plane.values())
                    .findFirst()
                    .ifPresent(plane -> plane.members().add(key)));
    return planes.stream().map(this::plane).toList();
  }

  private Source plane(Source draft) {
    CellTranslator alone = new CellTranslator(cells);
    List<CellExpression> expressions =
        draft.members().stream()
            .map(key -> alone.translate(key.offered()).orElseThrow()) // as before
            .toList();
    return new Source(
        Optional.of(new PlaneKeys(draft.dimensions(), alone.inputs(), expressions, draft.values())),
        draft.dimensions(),
        draft.members());
  }
}
