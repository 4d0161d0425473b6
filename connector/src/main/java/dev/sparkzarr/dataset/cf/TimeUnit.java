package dev.sparkzarr.dataset.cf;

import java.util.Locale;
import java.util.Optional;

/** The units that times are counted in, with every spelling that xarray and cftime take. */
enum TimeUnit {
  NANOSECONDS(1, "nanosecond", "nanosec", "nsec", "ns"),
  MICROSECONDS(1_000, "microsecond", "microsec", "us", "\u00b5s", "\u03bcs"),
  MILLISECONDS(1_000_000, "millisecond", "millisec", "msec", "ms"),
  SECONDS(1_000_000_000L, "second", "sec", "s"),
  MINUTES(60_000_000_000L, "minute", "min"),
  HOURS(3_600_000_000_000L, "hour", "hr", "h"),
  DAYS(86_400_000_000_000L, "day", "d"),
  /** Thirty days: only where every month has them. */
  MONTHS(30 * 86_400_000_000_000L, "month"),
  /** 365 days: only where every year has them. */
  COMMON_YEARS(365 * 86_400_000_000_000L, "common_year");

  private final long nanos;
  private final String[] spellings;

  TimeUnit(long nanos, String... spellings) {
    this.nanos = nanos;
    this.spellings = spellings;
  }

  /**
   * @return nanoseconds per unit
   */
  long nanos() {
    return nanos;
  }

  /**
   * @param text singular, plural or short, in any case
   * @return empty when no unit is spelled so
   */
  static Optional<TimeUnit> spelled(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    for (TimeUnit unit : values()) {
      for (String spelling : unit.spellings) {
        if (wanted.equals(spelling) || (spelling.length() > 2 && wanted.equals(spelling + "s"))) {
          return Optional.of(unit);
        }
        if (spelling.equals("hr") && wanted.equals("hrs")) {
          return Optional.of(unit);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * @return the unit whose full plural name this is, as xarray wants it of a duration
   */
  static Optional<TimeUnit> ofDuration(String text) {
    for (TimeUnit unit : values()) {
      if (unit.ordinal() <= DAYS.ordinal() && unit.name().toLowerCase(Locale.ROOT).equals(text)) {
        return Optional.of(unit);
      }
    }
    return Optional.empty();
  }

  /**
   * @return whether the text is this unit's full name, singular or plural, in any case
   */
  boolean isFullName(String text) {
    String plural = name().toLowerCase(Locale.ROOT);
    String given = text.strip().toLowerCase(Locale.ROOT);
    return given.equals(plural) || (given + "s").equals(plural);
  }

  /**
   * @return whether {@code calendar} has units of this length
   */
  boolean existsIn(CfCalendar calendar) {
    return switch (this) {
      case MONTHS -> calendar == CfCalendar.DAYS_360;
      case COMMON_YEARS -> calendar == CfCalendar.NOLEAP;
      default -> true;
    };
  }
}
