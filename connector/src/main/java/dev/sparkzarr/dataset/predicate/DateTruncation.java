package dev.sparkzarr.dataset.predicate;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/** The first day of the year, quarter, month or week that a date is in. */
record DateTruncation(Unit unit, Node date) implements Node {
  /** Days beyond this are not computed: near the ends of their range arithmetic wraps around. */
  private static final long FAR = 1L << 30;

  /** What a date is brought to the start of. */
  enum Unit {
    YEAR,
    QUARTER,
    MONTH,
    /** From Monday. */
    WEEK;

    /**
     * @return the unit of a format word of {@code trunc}; empty when it is none
     */
    static Optional<Unit> named(String format) {
      return switch (format.toUpperCase(Locale.ROOT)) {
        case "YEAR", "YYYY", "YY" -> Optional.of(YEAR);
        case "QUARTER" -> Optional.of(QUARTER);
        case "MONTH", "MON", "MM" -> Optional.of(MONTH);
        case "WEEK" -> Optional.of(WEEK);
        default -> Optional.empty();
      };
    }
  }

  @Override
  public ValueType type() {
    return ValueType.DATE;
  }

  @Override
  public Values evaluate(Block block) {
    Values dates = date.evaluate(block);
    long[] starts = new long[block.count()];
    for (int i = 0; i < starts.length; i++) {
      if (!dates.isNull(i)) {
        if (Math.abs(dates.longs[i]) > FAR) {
          block.refuse();
        }
        starts[i] = truncate(dates.longs[i]);
      }
    }
    return Values.of(starts, dates.nulls);
  }

  private long truncate(long day) {
    if (unit == Unit.WEEK) {
      return day - Math.floorMod(day + 3, 7);
    }
    LocalDate date = LocalDate.ofEpochDay(day);
    int month =
        switch (unit) {
          case YEAR -> 1;
          case QUARTER -> (date.getMonthValue() - 1) / 3 * 3 + 1;
          default -> date.getMonthValue();
        };
    return LocalDate.of(date.getYear(), month, 1).toEpochDay();
  }
}
