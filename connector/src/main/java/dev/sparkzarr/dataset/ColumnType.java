package dev.sparkzarr.dataset;

/**
 * What a column holds, and how one value stands in memory: little-endian, {@link #width()} bytes.
 */
public enum ColumnType {
  /** One byte, 0 or 1. */
  BOOLEAN(1),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  /** Unsigned 64 bits: decimal(20,0). */
  UINT64(8),
  FLOAT32(4),
  FLOAT64(8),
  /** Microseconds since 1970-01-01T00:00 of a naive proleptic Gregorian clock. */
  TIMESTAMP(8),
  /** Microseconds, signed: a day-time interval. */
  INTERVAL(8),
  /**
   * A date and time of a calendar that has no timestamps: microseconds since 1970-01-01T00:00
   * counted in that calendar, shown as an ISO text that sorts; see {@link CalendarText}.
   */
  CALENDAR_TEXT(8);

  private final int width;

  ColumnType(int width) {
    this.width = width;
  }

  /**
   * @return bytes per value
   */
  public int width() {
    return width;
  }
}
