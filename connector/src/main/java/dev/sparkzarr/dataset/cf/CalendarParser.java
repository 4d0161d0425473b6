package dev.sparkzarr.dataset.cf;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times of a calendar from the texts that {@link CalendarFormat} writes; the time, its seconds and
 * their fraction may be left out, and a blank may stand for {@code T}. Stateless.
 */
final class CalendarParser {
  private static final int LONGEST = 40;
  private static final Pattern TEXT =
      Pattern.compile(
          "(-?\\d{4,6})-(\\d{2})-(\\d{2})"
              + "(?:[T ](\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,6}))?)?)?");

  private CalendarParser() {}

  /**
   * @return microseconds since 1970-01-01T00:00 of the calendar; empty when the text is no time, or
   *     its date is none of the calendar
   */
  static OptionalLong micros(CfCalendar calendar, byte[] bytes, int from, int length) {
    if (length > LONGEST) {
      return OptionalLong.empty();
    }
    Matcher m = TEXT.matcher(new String(bytes, from, length, StandardCharsets.UTF_8));
    if (!m.matches()) {
      return OptionalLong.empty();
    }
    int year = Integer.parseInt(m.group(1));
    int month = Integer.parseInt(m.group(2));
    int day = Integer.parseInt(m.group(3));
    int hour = number(m.group(4));
    int minute = number(m.group(5));
    int second = number(m.group(6));
    if (!calendar.contains(year, month, day) || hour > 23 || minute > 59 || second > 59) {
      return OptionalLong.empty();
    }
    String fraction = m.group(7) == null ? "" : m.group(7);
    long micros = Long.parseLong((fraction + "000000").substring(0, 6));
    long seconds = (hour * 60L + minute) * 60 + second;
    // at most six digits of a year: far from the ends of 64 bits
    return OptionalLong.of(
        calendar.days(year, month, day) * TimeReference.MICROS_PER_DAY
            + seconds * 1_000_000
            + micros);
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }
}
