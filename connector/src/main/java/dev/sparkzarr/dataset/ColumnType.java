package dev.sparkzarr.dataset;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a column holds, and how one value stands in memory: little-endian, {@code width} bytes.
 * Values of variable size stand as slots of eight bytes, an int32 offset and an int32 length, which
 * point into a heap beside them. Immutable.
 *
 * @param kind of value
 * @param width bytes per value
 * @param fields of a STRUCT, in order; the one of an ARRAY's or FIXED_ARRAY's elements; else none
 */
public record ColumnType(Kind kind, int width, List<Field> fields) implements Serializable {
  /** Kinds of values. */
  public enum Kind {
    /** One byte, 0 or 1. */
    BOOLEAN,
    INT8,
    INT16,
    INT32,
    INT64,
    /** Unsigned 64 bits: decimal(20,0). */
    UINT64,
    FLOAT32,
    FLOAT64,
    /** Microseconds since 1970-01-01T00:00 of a naive proleptic Gregorian clock. */
    TIMESTAMP,
    /** Microseconds, signed: a day-time interval. */
    INTERVAL,
    /**
     * A date and time of a calendar that has no timestamps: microseconds since 1970-01-01T00:00
     * counted in that calendar, shown as an ISO text that sorts; see {@link CalendarText}.
     */
    CALENDAR_TEXT,
    /** A slot that points to bytes of UTF-8. */
    TEXT,
    /** A slot that points to bytes. */
    BINARY,
    /** A slot that counts elements, not bytes: the first of them, and how many there are. */
    ARRAY,
    /** As many elements in every value, as they are stored, one after the other. */
    FIXED_ARRAY,
    /** The fields as they are stored, one after the other. */
    STRUCT
  }

  /**
   * A part of a value.
   *
   * @param name unique among its siblings, also when case is ignored
   */
  public record Field(String name, ColumnType type) implements Serializable {}

  public static final ColumnType BOOLEAN = of(Kind.BOOLEAN, 1);
  public static final ColumnType INT8 = of(Kind.INT8, 1);
  public static final ColumnType INT16 = of(Kind.INT16, 2);
  public static final ColumnType INT32 = of(Kind.INT32, 4);
  public static final ColumnType INT64 = of(Kind.INT64, 8);
  public static final ColumnType UINT64 = of(Kind.UINT64, 8);
  public static final ColumnType FLOAT32 = of(Kind.FLOAT32, 4);
  public static final ColumnType FLOAT64 = of(Kind.FLOAT64, 8);
  public static final ColumnType TIMESTAMP = of(Kind.TIMESTAMP, 8);
  public static final ColumnType INTERVAL = of(Kind.INTERVAL, 8);
  public static final ColumnType CALENDAR_TEXT = of(Kind.CALENDAR_TEXT, 8);
  public static final ColumnType TEXT = of(Kind.TEXT, 8);
  public static final ColumnType BINARY = of(Kind.BINARY, 8);

  public ColumnType {
    fields = List.copyOf(fields);
  }

  private static ColumnType of(Kind kind, int width) {
    return new ColumnType(kind, width, List.of());
  }

  /**
   * @return lists of any length
   */
  public static ColumnType array(ColumnType element) {
    return new ColumnType(Kind.ARRAY, Long.BYTES, List.of(new Field("element", element)));
  }

  /**
   * @param width bytes of a whole stored value
   * @return lists of one length
   */
  public static ColumnType fixedArray(ColumnType element, int width) {
    return new ColumnType(Kind.FIXED_ARRAY, width, List.of(new Field("element", element)));
  }

  /**
   * @param width bytes of a whole stored value
   */
  public static ColumnType struct(List<Field> fields, int width) {
    return new ColumnType(Kind.STRUCT, width, fields);
  }

  /**
   * @return whether values are slots that point to bytes of a heap
   */
  public boolean isBytes() {
    return kind == Kind.TEXT || kind == Kind.BINARY;
  }

  /**
   * @return whether values have parts, which are columns of their own
   */
  public boolean hasParts() {
    return !fields.isEmpty();
  }

  @Override
  public String toString() {
    return fields.isEmpty()
        ? kind.name()
        : fields.stream()
            .map(field -> field.name() + ":" + field.type())
            .collect(Collectors.joining(", ", kind + "<", ">"));
  }
}
