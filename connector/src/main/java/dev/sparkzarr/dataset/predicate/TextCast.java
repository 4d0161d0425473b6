package dev.sparkzarr.dataset.predicate;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * An integer, boolean, date or timestamp as text. Years that are not of four digits are refused.
 *
 * @param zone the session's, for a timestamp with zone; UTC for others
 */
record TextCast(Node value, ZoneId zone) implements Node {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(Locale.ROOT);

  /**
   * @return whether values of {@code from} are written here
   */
  static boolean supports(ValueType from) {
    return from.form() == ValueType.Form.LONGS && from.kind() != ValueType.Kind.INTERVAL;
  }

  @Override
  public ValueType type() {
    return ValueType.TEXT;
  }

  @Override
  public Values evaluate(Block block) {
    Values values = value.evaluate(block);
    ZoneClock clock = new ZoneClock(zone);
    Object[] texts = new Object[block.count()];
    for (int i = 0; i < texts.length; i++) {
      if (!values.isNull(i)) {
        texts[i] = text(values.longs[i], clock, block).getBytes(StandardCharsets.US_ASCII);
      }
    }
    return Values.of(texts, values.nulls);
  }

  private String text(long number, ZoneClock clock, Block block) {
    switch (value.type().kind()) {
      case BOOLEAN -> {
        return number == 1 ? "true" : "false";
      }
      case DATE -> {
        LocalDate date = LocalDate.ofEpochDay(number);
        check(date.getYear(), block);
        return date.toString();
      }
      case TIMESTAMP, TIMESTAMP_NTZ -> {
        long second = Math.floorDiv(number, ZoneClock.MICROS_PER_SECOND);
        int nano = (int) Math.floorMod(number, ZoneClock.MICROS_PER_SECOND) * 1000;
        LocalDateTime time =
            LocalDateTime.ofEpochSecond(second + clock.offsetAt(second), nano, ZoneOffset.UTC);
        check(time.getYear(), block);
        return block.isRefused() ? "" : TIMESTAMP.format(time);
      }
      default -> {
        return Long.toString(number);
      }
    }
  }

  private static void check(int year, Block block) {
    if (year < 1 || year > 9999) {
      block.refuse();
    }
  }
}
