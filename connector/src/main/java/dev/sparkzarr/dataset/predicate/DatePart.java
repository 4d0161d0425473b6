package dev.sparkzarr.dataset.predicate;

import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;

/** A part of a date of the proleptic Gregorian calendar. */
record DatePart(Field field, Node date) implements Node {
  /** Parts of a date, by the names that Spark gives them. */
  enum Field {
    YEAR,
    QUARTER,
    MONTH,
    DAY,
    DAY_OF_YEAR,
    /** 1 is Monday. */
    DAY_OF_WEEK,
    /** Of ISO 8601. */
    WEEK,
    /** The year that {@link #WEEK} belongs to. */
    YEAR_OF_WEEK
  }

  @Override
  public ValueType type() {
    return ValueType.INT32;
  }

  @Override
  public Values evaluate(Block block) {
    Values dates = date.evaluate(block);
    long[] parts = new long[block.count()];
    long lastDay = Long.MIN_VALUE;
    long lastPart = 0;
    for (int i = 0; i < parts.length; i++) {
      long day = dates.longs[i];
      if (day != lastDay) {
        lastDay = day;
        lastPart = part(LocalDate.ofEpochDay((int) day));
      }
      parts[i] = lastPart;
    }
    return Values.of(parts, dates.nulls);
  }

  private long part(LocalDate day) {
    return switch (field) {
      case YEAR -> day.getYear();
      case QUARTER -> day.get(IsoFields.QUARTER_OF_YEAR);
      case MONTH -> day.getMonthValue();
      case DAY -> day.getDayOfMonth();
      case DAY_OF_YEAR -> day.getDayOfYear();
      case DAY_OF_WEEK -> day.get(ChronoField.DAY_OF_WEEK);
      case WEEK -> day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case YEAR_OF_WEEK -> day.get(IsoFields.WEEK_BASED_YEAR);
    };
  }
}
