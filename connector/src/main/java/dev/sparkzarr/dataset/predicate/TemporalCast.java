package dev.sparkzarr.dataset.predicate;

import static dev.sparkzarr.dataset.predicate.ZoneClock.MICROS_PER_SECOND;
import static dev.sparkzarr.dataset.predicate.ZoneClock.SECONDS_PER_DAY;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A date or timestamp as another kind of them, or as seconds.
 *
 * @param zone the session's; of no matter between a date and a timestamp without zone
 */
record TemporalCast(Node value, ValueType type, ZoneId zone) implements Node {
  /** Seconds beyond this overflow when counted in microseconds. */
  private static final long FAR = Long.MAX_VALUE / MICROS_PER_SECOND - 1;

  /**
   * @return whether values of {@code from} are cast to {@code to} here
   */
  static boolean supports(ValueType from, ValueType to) {
    return switch (to.kind()) {
      case DATE -> isTimestamp(from);
      case TIMESTAMP_NTZ ->
          from.kind() == ValueType.Kind.DATE || from.kind() == ValueType.Kind.TIMESTAMP;
      case TIMESTAMP ->
          from.kind() == ValueType.Kind.DATE
              || from.kind() == ValueType.Kind.TIMESTAMP_NTZ
              || from.isInteger();
      case INT64, FLOAT64 -> from.kind() == ValueType.Kind.TIMESTAMP;
      default -> false;
    };
  }

  /**
   * @return whether the outcome depends on the session's time zone
   */
  static boolean needsZone(ValueType from, ValueType to) {
    return (from.kind() == ValueType.Kind.TIMESTAMP
            && (to.kind() == ValueType.Kind.DATE || to.kind() == ValueType.Kind.TIMESTAMP_NTZ))
        || (to.kind() == ValueType.Kind.TIMESTAMP && !from.isInteger());
  }

  static boolean isTimestamp(ValueType type) {
    return type.kind() == ValueType.Kind.TIMESTAMP || type.kind() == ValueType.Kind.TIMESTAMP_NTZ;
  }

  @Override
  public Values evaluate(Block block) {
    Values values = value.evaluate(block);
    if (type.kind() == ValueType.Kind.FLOAT64) {
      double[] seconds = new double[block.count()];
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = values.longs[i] / (double) MICROS_PER_SECOND;
      }
      return Values.of(seconds, values.nulls);
    }
    boolean naive = !needsZone(value.type(), type) || value.type().kind() == type.kind();
    ZoneClock clock = new ZoneClock(naive ? ZoneOffset.UTC : zone);
    long[] result = new long[block.count()];
    for (int i = 0; i < result.length; i++) {
      if (!values.isNull(i)) {
        result[i] = convert(values.longs[i], clock, block);
      }
    }
    return Values.of(result, values.nulls);
  }

  private long convert(long from, ZoneClock clock, Block block) {
    if (value.type().isInteger()) {
      if (Math.abs(from) > FAR || from == Long.MIN_VALUE) {
        block.refuse();
      }
      return from * MICROS_PER_SECOND;
    }
    if (value.type().kind() == ValueType.Kind.DATE) {
      return micros(clock.startOf(from), 0, block);
    }
    long second = Math.floorDiv(from, MICROS_PER_SECOND);
    long micro = Math.floorMod(from, MICROS_PER_SECOND);
    return switch (type.kind()) {
      case DATE -> Math.floorDiv(second + clock.offsetAt(second), SECONDS_PER_DAY);
      case TIMESTAMP -> micros(clock.instantAt(second), micro, block);
      case TIMESTAMP_NTZ -> micros(second + clock.offsetAt(second), micro, block);
      default -> second;
    };
  }

  private static long micros(long second, long micro, Block block) {
    if (Math.abs(second) > FAR) {
      block.refuse();
    }
    return second * MICROS_PER_SECOND + micro;
  }
}
