package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.ColumnType;
import java.io.Serializable;

/**
 * One aggregate of every group. NULLs do not count; of no value at all, a sum, a minimum and a
 * maximum are NULL.
 *
 * @param function what is computed
 * @param measure position among the scan's measures; -1 for COUNT_ALL
 * @param other position of the second measure; -1 where there is one
 * @param codes what the measure's values are among, for COUNT_DISTINCT; else null
 * @param type of the result
 */
public record Aggregate(Function function, int measure, int other, Codes codes, ColumnType type)
    implements Serializable {
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
    MAX,
    /** How many values there are, each counted once. */
    COUNT_DISTINCT,
    /** The mean of squared deviations from the mean. */
    VAR_POP,
    /** The same for a sample: NULL of one value. */
    VAR_SAMP,
    /** The root of VAR_POP. */
    STDDEV_POP,
    /** The root of VAR_SAMP. */
    STDDEV_SAMP,
    /** The mean of products of two measures' deviations from their means. */
    COVAR_POP,
    /** The same for a sample: NULL of one cell. */
    COVAR_SAMP,
    /** Pearson's correlation; NULL of one cell, and where either measure does not vary. */
    CORR,
    /** CORR, but an error where either measure does not vary. */
    STRICT_CORR;

    /** Whether the function is of two measures. */
    boolean isOfTwo() {
      return this == COVAR_POP || this == COVAR_SAMP || this == CORR || this == STRICT_CORR;
    }

    /** Whether it is a variance, or the root of one. */
    boolean isVariance() {
      return this == VAR_POP || this == VAR_SAMP || this == STDDEV_POP || this == STDDEV_SAMP;
    }

    /** How many values it is not NULL of. */
    int least() {
      return switch (this) {
        case VAR_SAMP, STDDEV_SAMP, COVAR_SAMP, CORR, STRICT_CORR -> 2;
        default -> 1;
      };
    }
  }

  /** Cells of each group. */
  public static Aggregate countAll() {
    return new Aggregate(Function.COUNT_ALL, -1, -1, null, ColumnType.INT64);
  }

  /**
   * @param values of the measure
   * @return whether the function is computed for such values
   */
  public static boolean supports(Function function, ColumnType values) {
    if (function.isVariance() || function.isOfTwo()) {
      return values.kind() == ColumnType.Kind.FLOAT64;
    }
    if (function == Function.COUNT_DISTINCT) {
      return Codes.of(values).isPresent();
    }
    return switch (values.kind()) {
      case INT8, INT16, INT32, FLOAT32, FLOAT64 -> true;
      // a sum could overflow, which is Spark's to say
      case INT64, BOOLEAN, TIMESTAMP, INTERVAL ->
          function != Function.SUM && function != Function.AVG;
      default -> false;
    };
  }

  /**
   * @param function of one measure
   * @param measure position among the scan's measures
   * @param values of the measure
   */
  public static Aggregate of(Function function, int measure, ColumnType values) {
    ColumnType type =
        switch (function) {
          case COUNT_ALL, COUNT, COUNT_DISTINCT -> ColumnType.INT64;
          case MIN, MAX -> values;
          case SUM -> isFloat(values) ? ColumnType.FLOAT64 : ColumnType.INT64;
          default -> ColumnType.FLOAT64;
        };
    Codes codes = function == Function.COUNT_DISTINCT ? Codes.of(values).orElseThrow() : null;
    return new Aggregate(function, measure, -1, codes, type);
  }

  /**
   * @param function of two measures
   * @param measure position of the first among the scan's measures
   * @param other position of the second
   */
  public static Aggregate ofTwo(Function function, int measure, int other) {
    return new Aggregate(function, measure, other, null, ColumnType.FLOAT64);
  }

  /**
   * @param measure position among the scan's measures
   * @param codes what its values are among
   * @return how many of them there are
   */
  public static Aggregate countDistinct(int measure, Codes codes) {
    return new Aggregate(Function.COUNT_DISTINCT, measure, -1, codes, ColumnType.INT64);
  }

  /** Bytes that are held for each group, at most. */
  int groupBytes() {
    if (function.isOfTwo()) {
      return 6 * Double.BYTES;
    }
    return function == Function.COUNT_DISTINCT ? codes.words() * Long.BYTES : 3 * Long.BYTES;
  }

  static boolean isFloat(ColumnType type) {
    return type.kind() == ColumnType.Kind.FLOAT32 || type.kind() == ColumnType.Kind.FLOAT64;
  }
}
