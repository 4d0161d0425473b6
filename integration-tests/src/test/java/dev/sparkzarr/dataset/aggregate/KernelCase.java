package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.predicate.CellExpression;
import dev.sparkzarr.dataset.predicate.CellExpressions;
import dev.sparkzarr.dataset.predicate.ValueType;
import java.util.List;
import java.util.Optional;

/** One aggregate over chunks of {@code t(time, latitude, longitude)}. */
public enum KernelCase {
  SUM(Aggregate.Function.SUM),
  AVG(Aggregate.Function.AVG),
  MIN(Aggregate.Function.MIN),
  MAX(Aggregate.Function.MAX),
  COUNT(Aggregate.Function.COUNT),
  STDDEV(Aggregate.Function.STDDEV_SAMP),
  SUM_BY_TIME(Aggregate.Function.SUM, 0),
  SUM_BY_LATITUDE(Aggregate.Function.SUM, 1),
  MAX_BY_LATITUDE(Aggregate.Function.MAX, 1),
  SUM_BY_LONGITUDE(Aggregate.Function.SUM, 2),
  SUM_BY_CELL(Aggregate.Function.SUM, 1, 2),
  MIN_BY_CELL(Aggregate.Function.MIN, 1, 2),
  MAX_BY_CELL(Aggregate.Function.MAX, 1, 2),
  STDDEV_BY_CELL(Aggregate.Function.STDDEV_SAMP, 1, 2),
  /** Weighted by the cosine of the latitude. */
  WEIGHTED_SUM(Aggregate.Function.SUM),
  WEIGHTED_SUM_BY_TIME(Aggregate.Function.SUM, 0),
  /** Of cells above 280. */
  MASKED_COUNT(Aggregate.Function.COUNT),
  MASKED_SUM(Aggregate.Function.SUM),
  MASKED_SUM_BY_CELL(Aggregate.Function.SUM, 1, 2);

  static final double THRESHOLD = 280;

  final Aggregate.Function function;

  /** The dimensions that are grouped by. */
  final List<Integer> dimensions;

  KernelCase(Aggregate.Function function, Integer... dimensions) {
    this.function = function;
    this.dimensions = List.of(dimensions);
  }

  boolean isWeighted() {
    return name().startsWith("WEIGHTED");
  }

  boolean isMasked() {
    return name().startsWith("MASKED");
  }

  CellExpression measure() {
    CellExpression value =
        CellExpressions.cast(
                CellExpressions.column(0, ValueType.FLOAT32),
                isWeighted() || function == Aggregate.Function.STDDEV_SAMP
                    ? ValueType.FLOAT64
                    : ValueType.FLOAT32,
                Optional.empty())
            .orElseThrow();
    return isWeighted()
        ? CellExpressions.call("*", List.of(value, CellExpressions.column(1, ValueType.FLOAT64)))
            .orElseThrow()
        : value;
  }

  /** Null where all cells count. */
  CellExpression filter() {
    return isMasked()
        ? CellExpressions.call(
                ">",
                List.of(
                    CellExpressions.column(0, ValueType.FLOAT32),
                    CellExpressions.constant(ValueType.FLOAT32, (float) THRESHOLD)))
            .orElseThrow()
        : null;
  }

  Aggregate aggregate() {
    ColumnType type = measure().type().stored().orElseThrow();
    return Aggregate.of(function, 0, type);
  }
}
