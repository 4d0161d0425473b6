package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.ColumnType;
import java.io.Serializable;
import java.util.Optional;

/**
 * What an expression is worth: the types of Spark SQL that axes and what is computed from them can
 * have. Immutable.
 *
 * @param kind of value
 * @param precision digits of a DECIMAL, else 0
 * @param scale digits after the point of a DECIMAL, else 0
 */
public record ValueType(Kind kind, int precision, int scale) implements Serializable {
  /** Most digits of a decimal. */
  static final int MAX_PRECISION = 38;

  public static final ValueType BOOLEAN = of(Kind.BOOLEAN);
  public static final ValueType INT8 = of(Kind.INT8);
  public static final ValueType INT16 = of(Kind.INT16);
  public static final ValueType INT32 = of(Kind.INT32);
  public static final ValueType INT64 = of(Kind.INT64);
  public static final ValueType FLOAT32 = of(Kind.FLOAT32);
  public static final ValueType FLOAT64 = of(Kind.FLOAT64);
  public static final ValueType TIMESTAMP = of(Kind.TIMESTAMP);
  public static final ValueType TIMESTAMP_NTZ = of(Kind.TIMESTAMP_NTZ);
  public static final ValueType DATE = of(Kind.DATE);
  public static final ValueType INTERVAL = of(Kind.INTERVAL);
  public static final ValueType TEXT = of(Kind.TEXT);

  /** How values of a kind are held while they are computed. */
  enum Form {
    LONGS,
    DOUBLES,
    OBJECTS
  }

  /** Kinds of values, and how the value of a constant of that kind is given. */
  public enum Kind {
    /** {@link Boolean}. */
    BOOLEAN(Form.LONGS),
    /** {@link Number}, as are all integers. */
    INT8(Form.LONGS),
    INT16(Form.LONGS),
    INT32(Form.LONGS),
    INT64(Form.LONGS),
    /** {@link java.math.BigDecimal}. */
    DECIMAL(Form.OBJECTS),
    /** {@link Number}. */
    FLOAT32(Form.DOUBLES),
    /** {@link Number}. */
    FLOAT64(Form.DOUBLES),
    /** An instant: microseconds since 1970-01-01T00:00Z, a {@link Number}. */
    TIMESTAMP(Form.LONGS),
    /** A clock's reading: microseconds since 1970-01-01T00:00, a {@link Number}. */
    TIMESTAMP_NTZ(Form.LONGS),
    /** Days since 1970-01-01, a {@link Number}. */
    DATE(Form.LONGS),
    /** From days to seconds: microseconds, a {@link Number}. */
    INTERVAL(Form.LONGS),
    /** UTF-8, a {@code byte[]} that is not modified from then on; compared byte by byte. */
    TEXT(Form.OBJECTS);

    private final Form form;

    Kind(Form form) {
      this.form = form;
    }
  }

  private static ValueType of(Kind kind) {
    return new ValueType(kind, 0, 0);
  }

  /**
   * @return a decimal of {@code precision} digits, {@code scale} of them after the point
   */
  public static ValueType decimal(int precision, int scale) {
    return new ValueType(Kind.DECIMAL, precision, scale);
  }

  /**
   * @return how values stand in the memory of a column; empty where there are no such columns
   */
  public Optional<ColumnType> stored() {
    return switch (kind) {
      case BOOLEAN -> Optional.of(ColumnType.BOOLEAN);
      case INT8 -> Optional.of(ColumnType.INT8);
      case INT16 -> Optional.of(ColumnType.INT16);
      case INT32, DATE -> Optional.of(ColumnType.INT32);
      case INT64 -> Optional.of(ColumnType.INT64);
      case FLOAT32 -> Optional.of(ColumnType.FLOAT32);
      case FLOAT64 -> Optional.of(ColumnType.FLOAT64);
      case TIMESTAMP, TIMESTAMP_NTZ -> Optional.of(ColumnType.TIMESTAMP);
      case INTERVAL -> Optional.of(ColumnType.INTERVAL);
      case TEXT -> Optional.of(ColumnType.TEXT);
      case DECIMAL ->
          precision == 20 && scale == 0 ? Optional.of(ColumnType.UINT64) : Optional.empty();
    };
  }

  Form form() {
    return kind.form;
  }

  boolean isInteger() {
    return kind == Kind.INT8 || kind == Kind.INT16 || kind == Kind.INT32 || kind == Kind.INT64;
  }

  boolean isFloat() {
    return form() == Form.DOUBLES;
  }

  /**
   * @return the least value of an integer kind; of INT64 for other kinds
   */
  long min() {
    return switch (kind) {
      case INT8 -> Byte.MIN_VALUE;
      case INT16 -> Short.MIN_VALUE;
      case INT32 -> Integer.MIN_VALUE;
      default -> Long.MIN_VALUE;
    };
  }

  /**
   * @return the greatest value of an integer kind; of INT64 for other kinds
   */
  long max() {
    return switch (kind) {
      case INT8 -> Byte.MAX_VALUE;
      case INT16 -> Short.MAX_VALUE;
      case INT32 -> Integer.MAX_VALUE;
      default -> Long.MAX_VALUE;
    };
  }
}
