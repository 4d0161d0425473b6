package dev.sparkzarr.dataset.cf;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the attributes {@code units} ({@code UNIT since DATE}) and {@code calendar} say: time 0 and
 * the step from one number to the next.
 *
 * @param unit the step
 * @param calendar that dates are counted in
 * @param micros time 0, in microseconds since 1970-01-01T00:00 of the calendar, floored
 * @param nanos what the floor cut off, 0 to 999
 * @param countsNanoseconds whether xarray counts these times in nanoseconds: a Gregorian calendar,
 *     a unit by its full name and a reference between 1678 and 2262. It hands the others to cftime,
 *     which counts microseconds. Fractions of float times are rounded differently.
 */
record TimeReference(
    TimeUnit unit, CfCalendar calendar, long micros, int nanos, boolean countsNanoseconds)
    implements Serializable {
  static final long MICROS_PER_DAY = 86_400_000_000L;

  private static final Pattern SINCE = Pattern.compile("(?is)\\s*(.+?)\\s+since\\s+(.+?)\\s*");

  /** Year first; all that follows it is optional, digits need not be padded. */
  private static final Pattern DATE =
      Pattern.compile(
          "([+-]?\\d{1,6})(?:-(\\d{1,2})(?:-(\\d{1,2}))?)?"
              + "(?:(?:\\s+|[Tt])(\\d{1,2})(?::(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d*))?)?)?"
              + "(?:\\s*([+-])(\\d{1,2}):?(\\d{2})?)?)?"
              + "\\s*(?:Z|z|UTC|GMT)?");

  private static final Pattern COMPACT_DATE =
      Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?!\\d)(.*)", Pattern.DOTALL);

  /**
   * @return whether units are of the form {@code UNIT since DATE}
   */
  static boolean matches(String units) {
    // Nobody's units are longer, and the pattern would look long at a megabyte of blanks.
    return units.length() <= 200 && SINCE.matcher(units).matches();
  }

  /**
   * Reads both attributes.
   *
   * @param units of a form that {@link #matches}
   * @throws InvalidTimes when they cannot be understood
   */
  static TimeReference parse(String units, String calendarName) {
    CfCalendar calendar =
        CfCalendar.named(calendarName)
            .orElseThrow(() -> new InvalidTimes("calendar '" + calendarName + "' is not known"));
    Matcher since = SINCE.matcher(units);
    if (!since.matches()) {
      throw new InvalidTimes("units '" + units + "' are not 'UNIT since DATE'");
    }
    TimeUnit unit =
        TimeUnit.spelled(since.group(1))
            .orElseThrow(
                () ->
                    new InvalidTimes(
                        "'" + since.group(1) + "' of units '" + units + "' is not a unit of time"));
    if (!unit.existsIn(calendar)) {
      throw new InvalidTimes(
          "'" + since.group(1) + "' have no fixed length in calendar '" + calendarName + "'");
    }
    return reference(unit, since.group(1), calendar, since.group(2), units);
  }

  private static TimeReference reference(
      TimeUnit unit, String spelledUnit, CfCalendar calendar, String text, String units) {
    Matcher compact = COMPACT_DATE.matcher(text);
    String date =
        compact.matches()
            ? compact.group(1) + "-" + compact.group(2) + "-" + compact.group(3) + compact.group(4)
            : text;
    Matcher m = DATE.matcher(date);
    if (!m.matches() || (m.group(2) == null && m.group(1).length() > 4)) {
      throw new InvalidTimes(
          "reference '" + text + "' of units '" + units + "' is not a date and time");
    }
    int year = number(m.group(1), 1970);
    int month = number(m.group(2), 1);
    int day = number(m.group(3), 1);
    int hour = number(m.group(4), 0);
    int minute = number(m.group(5), 0);
    int second = number(m.group(6), 0);
    if (!calendar.contains(year, month, day) || hour > 23 || minute > 59 || second > 59) {
      throw new InvalidTimes(
          "reference '"
              + text
              + "' of units '"
              + units
              + "' does not exist in calendar "
              + calendar);
    }
    long seconds = (hour * 60L + minute) * 60 + second - zoneSeconds(m);
    String fraction = (m.group(7) == null ? "" : m.group(7)) + "000000000";
    int nanos = Integer.parseInt(fraction.substring(0, 9));
    try {
      long micros =
          Math.addExact(
              Math.multiplyExact(calendar.days(year, month, day), MICROS_PER_DAY),
              seconds * 1_000_000 + nanos / 1000);
      boolean gregorian =
          calendar == CfCalendar.STANDARD || calendar == CfCalendar.PROLEPTIC_GREGORIAN;
      boolean countsNanoseconds =
          gregorian && unit.isFullName(spelledUnit) && Math.abs(micros) < Long.MAX_VALUE / 1000;
      return new TimeReference(unit, calendar, micros, nanos % 1000, countsNanoseconds);
    } catch (ArithmeticException e) {
      throw new InvalidTimes("reference '" + text + "' of units '" + units + "' is too far away");
    }
  }

  private static long zoneSeconds(Matcher m) {
    if (m.group(8) == null) {
      return 0;
    }
    long seconds = (number(m.group(9), 0) * 60L + number(m.group(10), 0)) * 60;
    return m.group(8).equals("-") ? -seconds : seconds;
  }

  private static int number(String digits, int whenAbsent) {
    return digits == null ? whenAbsent : Integer.parseInt(digits);
  }

  /** Time attributes that cannot be understood; the message is half a sentence. */
  static final class InvalidTimes extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidTimes(String message) {
      super(message);
    }
  }
}
