package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.ColumnType;
import java.io.Serializable;

/**
 * One aggregate of every group. NULLs do not count; of no value at all, a sum, a minimum and a
 * maximum are NULL.
 *
 * @param function what is computed
 * @param measure position among the scan's measures; -1 for COUNT_ALL
 * @param type of the result
 */
public record Aggregate(Function function, int measure, ColumnType type) implements Serializable {
  /** Functions. */
  public enum Function {
    /** Cells. */
    COUNT_ALL,
    /** Cells with a value. */
    COUNT,
    /** Of integers in 64 bits, of floats in double precision. */
    SUM,
    /** The sum divided by the count, in double precision. */
    AVG,
    /** In Spark's order: NaN is above all. */
    MIN,
    /** In Spark's order: NaN is above all. */
    MAX
  }

  /** Cells of each group. */
  public static Aggregate countAll() {
    return new Aggregate(Function.COUNT_ALL, -1, ColumnType.INT64);
  }

  /**
   * @param values of the measure
   * @return whether the function is computed for such values
   */
  public static boolean supports(Function function, ColumnType values) {
    return switch (values.kind()) {
      case INT8, INT16, INT32, FLOAT32, FLOAT64 -> true;
      // a sum could overflow, which is Spark's to say
      case INT64, BOOLEAN, TIMESTAMP, INTERVAL ->
          function != Function.SUM && function != Function.AVG;
      default -> false;
    };
  }

  /**
   * @param measure position among the scan's measures
   * @param values of the measure
   */
  public static Aggregate of(Function function, int measure, ColumnType values) {
    ColumnType type =
        switch (function) {
          case COUNT_ALL, COUNT -> ColumnType.INT64;
          case MIN, MAX -> values;
          case AVG -> ColumnType.FLOAT64;
          case SUM -> isFloat(values) ? ColumnType.FLOAT64 : ColumnType.INT64;
        };
    return new Aggregate(function, measure, type);
  }

  static boolean isFloat(ColumnType type) {
    return type.kind() == ColumnType.Kind.FLOAT32 || type.kind() == ColumnType.Kind.FLOAT64;
  }
}
