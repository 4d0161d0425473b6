package dev.sparkzarr.dataset;

import java.io.Serializable;

/** Turns the values of a {@link ColumnType#CALENDAR_TEXT} column into text. Stateless. */
public interface CalendarText extends Serializable {
  /**
   * @param micros since 1970-01-01T00:00 in the column's calendar
   * @return for example {@code 2000-02-30T12:00:00}, with a fraction of 6 digits when there is one
   */
  String format(long micros);
}
