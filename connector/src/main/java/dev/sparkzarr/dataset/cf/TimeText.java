package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.write.EncodableValues;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times, spans and texts as messages show them. Stateless. */
final class TimeText {
  private static final int LONGEST = 60;

  private TimeText() {}

  /**
   * @param type TIMESTAMP, INTERVAL or TEXT
   */
  static String of(ColumnType type, EncodableValues values, int index) {
    if (type.equals(ColumnType.TEXT)) {
      int from = LittleEndian.int32(values.bytes(), 2 * index);
      int length = LittleEndian.int32(values.bytes(), 2 * index + 1);
      int shown = Math.min(length, LONGEST);
      String text = new String(values.heap(), from, shown, StandardCharsets.UTF_8);
      return text.replaceAll("\\p{Cntrl}", "?") + (shown < length ? "..." : "");
    }
    long micros = LittleEndian.int64(values.bytes(), index);
    long seconds = Math.floorDiv(micros, 1_000_000L);
    int nanos = (int) Math.floorMod(micros, 1_000_000L) * 1000;
    return type.equals(ColumnType.INTERVAL)
        ? Duration.ofSeconds(seconds, nanos).toString()
        : LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC).toString();
  }
}
