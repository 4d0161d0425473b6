package dev.sparkzarr.dataset.cf;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Units that count times exactly: the coarsest in which all steps from the first one are whole, as
 * xarray chooses them. Stateless.
 */
final class TimeChoice {
  /** For times that are not known: every timestamp is a whole number of these. */
  static final String ANY_TIME = "microseconds since 1970-01-01";

  /** For spans that are not known. */
  static final String ANY_SPAN = "microseconds";

  private static final TimeUnit[] COARSEST_FIRST = {
    TimeUnit.DAYS,
    TimeUnit.HOURS,
    TimeUnit.MINUTES,
    TimeUnit.SECONDS,
    TimeUnit.MILLISECONDS,
    TimeUnit.MICROSECONDS
  };

  private static final int MOST_YEARS = 9999;

  private TimeChoice() {}

  /**
   * @param micros of all times, in their calendar
   */
  static String times(CfCalendar calendar, long[] micros) {
    if (micros.length == 0) {
      return "days since 1970-01-01 00:00:00";
    }
    long first = micros[0];
    CfCalendar.Date date = calendar.date(Math.floorDiv(first, TimeReference.MICROS_PER_DAY));
    OptionalInt unit = coarsest(micros, first);
    if (date.year() < 1 || date.year() > MOST_YEARS || unit.isEmpty()) {
      return ANY_TIME;
    }
    String text = new CalendarFormat(calendar).format(first).replace('T', ' ');
    return name(COARSEST_FIRST[unit.getAsInt()]) + " since " + text;
  }

  static String spans(long[] micros) {
    return name(COARSEST_FIRST[coarsest(micros, 0).orElse(COARSEST_FIRST.length - 1)]);
  }

  /** Empty when 64 bits do not hold a step. */
  private static OptionalInt coarsest(long[] micros, long first) {
    int unit = 0;
    for (long time : micros) {
      long since = time - first;
      if (((time ^ first) & (time ^ since)) < 0) {
        return OptionalInt.empty();
      }
      while (since % (COARSEST_FIRST[unit].nanos() / 1000) != 0) {
        unit++;
      }
    }
    return OptionalInt.of(unit);
  }

  private static String name(TimeUnit unit) {
    return unit.name().toLowerCase(Locale.ROOT);
  }
}
