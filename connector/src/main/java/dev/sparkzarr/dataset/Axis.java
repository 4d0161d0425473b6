package dev.sparkzarr.dataset;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The values along one dimension: those of its index coordinate, or the index 0..n-1 when it has
 * none. Immutable and safe for many threads; travels to executors.
 */
public final class Axis implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final ColumnType type;
  private final long length;
  private final byte[] values;
  private final boolean[] missing;
  private final CalendarText calendarText;
  private final byte[] heap;
  private final int elements;

  private Axis(
      String name,
      ColumnType type,
      long length,
      byte[] values,
      boolean[] missing,
      CalendarText calendarText,
      byte[] heap,
      int elements) {
    this.name = name;
    this.type = type;
    this.length = length;
    this.values = values;
    this.missing = missing;
    this.calendarText = calendarText;
    this.heap = heap;
    this.elements = elements;
  }

  /** An axis without coordinate: values are 0..length-1, type INT64. */
  public static Axis index(String name, long length) {
    return new Axis(name, ColumnType.INT64, length, null, null, null, null, 0);
  }

  /**
   * An axis of coordinate values.
   *
   * @param values little-endian, {@code type.width()} bytes each, owned by the axis from now on
   * @param missing a flag for each value, or null when none is missing
   * @param calendarText for {@link ColumnType#CALENDAR_TEXT}, else null
   */
  public static Axis values(
      String name, ColumnType type, byte[] values, boolean[] missing, CalendarText calendarText) {
    return new Axis(
        name, type, values.length / type.width(), values, missing, calendarText, null, 0);
  }

  /**
   * An axis whose values are slots.
   *
   * @param values as {@link ColumnType} says, owned by the axis from now on, as the others
   * @param missing a flag for each value, or null when none is missing
   * @param heap what the slots point into
   * @param elements how many elements the heap has, for an ARRAY; else 0
   */
  public static Axis slots(
      String name, ColumnType type, byte[] values, boolean[] missing, byte[] heap, int elements) {
    return new Axis(
        name, type, values.length / type.width(), values, missing, null, heap, elements);
  }

  /**
   * @return the dimension's name in its store
   */
  public String name() {
    return name;
  }

  public ColumnType type() {
    return type;
  }

  public long length() {
    return length;
  }

  /**
   * @return whether the values are the index itself
   */
  public boolean isIndex() {
    return values == null;
  }

  /**
   * @return whether any value is missing
   */
  public boolean hasMissing() {
    return missing != null;
  }

  /**
   * @return whether the value at {@code index} is missing
   */
  public boolean isMissing(long index) {
    return missing != null && missing[(int) index];
  }

  /**
   * @return the values' own memory, not to be modified; null for an index axis
   */
  public byte[] bytes() {
    return values;
  }

  /**
   * @return the value of an integer, boolean (0 or 1), time or interval axis; for UINT64 its bits
   */
  public long longAt(long index) {
    if (values == null) {
      return index;
    }
    int i = (int) index;
    return switch (type.kind()) {
      case BOOLEAN, INT8 -> values[i];
      case INT16 -> LittleEndian.int16(values, i);
      case INT32 -> LittleEndian.int32(values, i);
      case INT64, UINT64, TIMESTAMP, INTERVAL, CALENDAR_TEXT -> LittleEndian.int64(values, i);
      default -> throw new IllegalStateException("axis " + name + " is " + type);
    };
  }

  /**
   * @return the value of a float axis
   */
  public double doubleAt(long index) {
    int i = (int) index;
    return switch (type.kind()) {
      case FLOAT32 -> LittleEndian.float32(values, i);
      case FLOAT64 -> LittleEndian.float64(values, i);
      default -> throw new IllegalStateException("axis " + name + " is " + type);
    };
  }

  /**
   * @return the bytes of a TEXT or BINARY axis, or those of the text of a CALENDAR_TEXT axis; a
   *     copy
   */
  public byte[] bytesAt(long index) {
    if (type.kind() == ColumnType.Kind.CALENDAR_TEXT) {
      return calendarText.format(longAt(index)).getBytes(StandardCharsets.UTF_8);
    }
    int offset = LittleEndian.int32(values, 2 * (int) index);
    int length = LittleEndian.int32(values, 2 * (int) index + 1);
    return Arrays.copyOfRange(heap, offset, offset + length);
  }

  /**
   * @return the text of a TEXT or CALENDAR_TEXT axis
   */
  public String textAt(long index) {
    return new String(bytesAt(index), StandardCharsets.UTF_8);
  }

  /**
   * @return what slots point into, not to be modified; null for values of fixed size
   */
  public byte[] heap() {
    return heap;
  }

  int elements() {
    return elements;
  }

  /**
   * @return how to show a CALENDAR_TEXT axis; null for other types
   */
  public CalendarText calendarText() {
    return calendarText;
  }
}
