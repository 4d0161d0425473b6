package dev.sparkzarr.dataset.predicate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Between instants and what the clocks of a zone show. Remembers the stretch between two changes of
 * the zone's offset, so that a run of neighbouring times costs no look-up each. For one thread.
 */
final class ZoneClock {
  static final long MICROS_PER_SECOND = 1_000_000L;
  static final long SECONDS_PER_DAY = 86_400L;

  /** Seconds from an instant within which no clock of the zone that shows its local time lies. */
  private static final long MARGIN = 2 * SECONDS_PER_DAY;

  private final ZoneId zone;
  private final ZoneRules rules;

  /** Epoch seconds from which and until which {@link #offset} holds. */
  private long from = Long.MAX_VALUE;

  private long until = Long.MIN_VALUE;
  private long offset;

  ZoneClock(ZoneId zone) {
    this.zone = zone;
    this.rules = zone.getRules();
  }

  /**
   * @return seconds that clocks are ahead of UTC at an instant
   */
  long offsetAt(long epochSecond) {
    if (epochSecond < from || epochSecond >= until) {
      Instant instant = Instant.ofEpochSecond(epochSecond);
      ZoneOffsetTransition before = rules.previousTransition(instant.plusSeconds(1));
      ZoneOffsetTransition after = rules.nextTransition(instant);
      from = before == null ? Long.MIN_VALUE : before.toEpochSecond();
      until = after == null ? Long.MAX_VALUE : after.toEpochSecond();
      offset = rules.getOffset(instant).getTotalSeconds();
    }
    return offset;
  }

  /**
   * @return the epoch second at which clocks show {@code localSecond}: the earlier one when they do
   *     so twice; when they never do, as much later as they are put forward
   */
  long instantAt(long localSecond) {
    return isSteadyAround(localSecond)
        ? localSecond - offset
        : LocalDateTime.ofEpochSecond(localSecond, 0, ZoneOffset.UTC).atZone(zone).toEpochSecond();
  }

  /**
   * @return the epoch second at which a day begins, which is not midnight where that is skipped
   */
  long startOf(long day) {
    return isSteadyAround(day * SECONDS_PER_DAY)
        ? day * SECONDS_PER_DAY - offset
        : LocalDate.ofEpochDay(day).atStartOfDay(zone).toEpochSecond();
  }

  /** Sets {@link #offset} and tells whether it is the only one that can hold at a local time. */
  private boolean isSteadyAround(long localSecond) {
    offsetAt(localSecond);
    return (from == Long.MIN_VALUE || localSecond >= from + MARGIN)
        && (until == Long.MAX_VALUE || localSecond < until - MARGIN);
  }
}
