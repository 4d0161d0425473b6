package dev.sparkzarr.dataset.predicate;

import java.time.ZoneId;

/**
 * Hour, minute or second of a timestamp, as its clock shows it.
 *
 * @param zone where the clock is; UTC for a timestamp without zone
 */
record TimePart(Field field, Node time, ZoneId zone) implements Node {
  /** Parts of a time of day, by the names that Spark gives them. */
  enum Field {
    HOUR,
    MINUTE,
    SECOND
  }

  @Override
  public ValueType type() {
    return ValueType.INT32;
  }

  @Override
  public Values evaluate(Block block) {
    Values times = time.evaluate(block);
    ZoneClock clock = new ZoneClock(zone);
    long[] parts = new long[block.count()];
    for (int i = 0; i < parts.length; i++) {
      long second = Math.floorDiv(times.longs[i], ZoneClock.MICROS_PER_SECOND);
      long ofDay = Math.floorMod(second + clock.offsetAt(second), ZoneClock.SECONDS_PER_DAY);
      parts[i] =
          switch (field) {
            case HOUR -> ofDay / 3600;
            case MINUTE -> ofDay / 60 % 60;
            case SECOND -> ofDay % 60;
          };
    }
    return Values.of(parts, times.nulls);
  }
}
