package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.CalendarText;

/**
 * Times of a calendar as cftime writes them. Texts sort as their times do for years 0 to 9999.
 *
 * @param calendar that the microseconds are counted in
 */
record CalendarFormat(CfCalendar calendar) implements CalendarText {
  @Override
  public String format(long micros) {
    long day = Math.floorDiv(micros, TimeReference.MICROS_PER_DAY);
    long rest = Math.floorMod(micros, TimeReference.MICROS_PER_DAY);
    CfCalendar.Date date = calendar.date(day);
    long seconds = rest / 1_000_000;
    int fraction = (int) (rest % 1_000_000);
    StringBuilder text = new StringBuilder(26);
    if (date.year() < 0) {
      text.append('-');
    }
    pad(text, Math.abs(date.year()), 4).append('-');
    pad(text, date.month(), 2).append('-');
    pad(text, date.day(), 2).append('T');
    pad(text, (int) (seconds / 3600), 2).append(':');
    pad(text, (int) (seconds / 60 % 60), 2).append(':');
    pad(text, (int) (seconds % 60), 2);
    if (fraction != 0) {
      pad(text.append('.'), fraction, 6);
    }
    return text.toString();
  }

  private static StringBuilder pad(StringBuilder text, int value, int digits) {
    String number = Integer.toString(value);
    for (int i = number.length(); i < digits; i++) {
      text.append('0');
    }
    return text.append(number);
  }
}
