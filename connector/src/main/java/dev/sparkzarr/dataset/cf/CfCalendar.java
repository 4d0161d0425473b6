package dev.sparkzarr.dataset.cf;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;

/**
 * The calendars of CF: which dates exist and how days are counted. Days are counted from 1970-01-01
 * as that calendar writes it. Years are those that a date shows: in {@link #STANDARD} and {@link
 * #JULIAN} there is no year 0, as in cftime.
 */
enum CfCalendar {
  /** Julian up to 1582-10-04, Gregorian from the next day, 1582-10-15, on. */
  STANDARD,
  PROLEPTIC_GREGORIAN,
  JULIAN,
  /** Every year has 365 days. */
  NOLEAP,
  /** Every year has 366 days. */
  ALL_LEAP,
  /** Every month has 30 days. */
  DAYS_360;

  /** The first day of the Gregorian calendar, 1582-10-15, in days since 1970-01-01. */
  static final long GREGORIAN_START = -141_427;

  /** The day after which Julian and Gregorian 1970-01-01 differ: Julian 1970-01-01 is this day. */
  private static final long JULIAN_SHIFT = 13;

  private static final int[] DAYS_BEFORE_MONTH = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365
  };

  /** A date as it is written. */
  record Date(int year, int month, int day) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%s%04d-%02d-%02d", year < 0 ? "-" : "", Math.abs(year), month, day);
    }
  }

  /**
   * @return the calendar that the attribute {@code calendar} names; empty when there is none such
   */
  static Optional<CfCalendar> named(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "standard", "gregorian" -> Optional.of(STANDARD);
      case "proleptic_gregorian" -> Optional.of(PROLEPTIC_GREGORIAN);
      case "julian" -> Optional.of(JULIAN);
      case "noleap", "365_day" -> Optional.of(NOLEAP);
      case "all_leap", "366_day" -> Optional.of(ALL_LEAP);
      case "360_day" -> Optional.of(DAYS_360);
      default -> Optional.empty();
    };
  }

  /**
   * @return whether the calendar has this date
   */
  boolean contains(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1 || (year == 0 && !hasYearZero())) {
      return false;
    }
    if (this == STANDARD && year == 1582 && month == 10 && day > 4 && day < 15) {
      return false;
    }
    return day <= monthLength(year, month);
  }

  /**
   * @param year with month and day a date that the calendar contains
   * @return days since 1970-01-01
   */
  long days(int year, int month, int day) {
    return switch (this) {
      case STANDARD ->
          isGregorian(year, month, day)
              ? LocalDate.of(year, month, day).toEpochDay()
              : julianDays(year, month, day) + JULIAN_SHIFT;
      case PROLEPTIC_GREGORIAN -> LocalDate.of(year, month, day).toEpochDay();
      case JULIAN -> julianDays(year, month, day);
      case NOLEAP -> (year - 1970L) * 365 + DAYS_BEFORE_MONTH[month - 1] + day - 1;
      case ALL_LEAP ->
          (year - 1970L) * 366 + DAYS_BEFORE_MONTH[month - 1] + (month > 2 ? 1 : 0) + day - 1;
      case DAYS_360 -> (year - 1970L) * 360 + (month - 1) * 30L + day - 1;
    };
  }

  /**
   * @param days since 1970-01-01, at most some hundred million
   */
  Date date(long days) {
    return switch (this) {
      case STANDARD ->
          days >= GREGORIAN_START ? gregorianDate(days) : julianDate(days - JULIAN_SHIFT);
      case PROLEPTIC_GREGORIAN -> gregorianDate(days);
      case JULIAN -> julianDate(days);
      case NOLEAP -> fixedDate(days, 365);
      case ALL_LEAP -> fixedDate(days, 366);
      case DAYS_360 -> {
        int day = (int) Math.floorMod(days, 360L);
        yield new Date((int) Math.floorDiv(days, 360L) + 1970, day / 30 + 1, day % 30 + 1);
      }
    };
  }

  private boolean hasYearZero() {
    return this != STANDARD && this != JULIAN;
  }

  private int monthLength(int year, int month) {
    return switch (this) {
      case STANDARD ->
          isGregorian(year, month, 15)
              ? YearMonth.of(year, month).lengthOfMonth()
              : julianMonthLength(year, month);
      case PROLEPTIC_GREGORIAN -> YearMonth.of(year, month).lengthOfMonth();
      case JULIAN -> julianMonthLength(year, month);
      case NOLEAP -> plainMonthLength(month);
      case ALL_LEAP -> month == 2 ? 29 : plainMonthLength(month);
      case DAYS_360 -> 30;
    };
  }

  private static int plainMonthLength(int month) {
    return DAYS_BEFORE_MONTH[month] - DAYS_BEFORE_MONTH[month - 1];
  }

  private static int julianMonthLength(int year, int month) {
    boolean leap = Math.floorMod(year > 0 ? year : year + 1, 4) == 0;
    return month == 2 && leap ? 29 : plainMonthLength(month);
  }

  private static boolean isGregorian(int year, int month, int day) {
    return year > 1582 || (year == 1582 && (month > 10 || (month == 10 && day >= 15)));
  }

  private static Date gregorianDate(long days) {
    LocalDate date = LocalDate.ofEpochDay(days);
    return new Date(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  /** Days from the Julian date 0000-03-01 (astronomical year 0) to the Julian 1970-01-01. */
  private static final long JULIAN_MARCH_0_TO_1970 = 719_483;

  /** Counted in years that begin in March, so that the leap day is the last day of four years. */
  private static long julianDays(int year, int month, int day) {
    long astronomical = year > 0 ? year : year + 1L;
    long marchYear = month <= 2 ? astronomical - 1 : astronomical;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return marchYear * 365 + Math.floorDiv(marchYear, 4L) + dayOfYear - JULIAN_MARCH_0_TO_1970;
  }

  private static Date julianDate(long days) {
    long sinceMarch0 = days + JULIAN_MARCH_0_TO_1970;
    long fourYears = Math.floorDiv(sinceMarch0, 1461L);
    int dayOfFour = (int) Math.floorMod(sinceMarch0, 1461L);
    int yearOfFour = (dayOfFour - dayOfFour / 1460) / 365;
    int dayOfYear = dayOfFour - 365 * yearOfFour;
    int marchMonth = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
    int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    long astronomical = fourYears * 4 + yearOfFour + (month <= 2 ? 1 : 0);
    return new Date((int) (astronomical > 0 ? astronomical : astronomical - 1), month, day);
  }

  private static Date fixedDate(long days, int yearLength) {
    int dayOfYear = (int) Math.floorMod(days, (long) yearLength);
    int leap = yearLength - 365;
    int month = 1;
    while (dayOfYear >= DAYS_BEFORE_MONTH[month] + (month >= 2 ? leap : 0)) {
      month++;
    }
    int before = DAYS_BEFORE_MONTH[month - 1] + (month > 2 ? leap : 0);
    return new Date(
        (int) Math.floorDiv(days, (long) yearLength) + 1970, month, dayOfYear - before + 1);
  }
}
