package dev.sparkzarr.dataset.block;

import dev.sparkzarr.dataset.LittleEndian;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/** How a column's value is shown in messages. */
final class ValueText {
  private static final int MICROS = 1_000_000;
  private static final int LONGEST = 60;

  private ValueText() {}

  static String of(ColumnBuffer column, int position) {
    if (column.isMissing(position)) {
      return "NULL";
    }
    byte[] bytes = column.bytes();
    return switch (column.type().kind()) {
      case BOOLEAN -> Boolean.toString(bytes[position] != 0);
      case INT8 -> Byte.toString(bytes[position]);
      case INT16 -> Short.toString(LittleEndian.int16(bytes, position));
      case INT32 -> Integer.toString(LittleEndian.int32(bytes, position));
      case INT64 -> Long.toString(LittleEndian.int64(bytes, position));
      case UINT64 -> Long.toUnsignedString(LittleEndian.int64(bytes, position));
      case FLOAT32 -> Float.toString(LittleEndian.float32(bytes, position));
      case FLOAT64 -> Double.toString(LittleEndian.float64(bytes, position));
      case TIMESTAMP -> time(LittleEndian.int64(bytes, position));
      case INTERVAL ->
          Duration.of(LittleEndian.int64(bytes, position), ChronoUnit.MICROS).toString();
      case TEXT ->
          "'" + shortened(new String(slot(column, position), StandardCharsets.UTF_8)) + "'";
      case BINARY -> "0x" + shortened(HexFormat.of().formatHex(slot(column, position)));
      default -> "a " + column.type();
    };
  }

  private static String time(long micros) {
    return LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, MICROS),
            (int) Math.floorMod(micros, (long) MICROS) * 1000,
            ZoneOffset.UTC)
        .toString();
  }

  private static byte[] slot(ColumnBuffer column, int position) {
    int from = LittleEndian.int32(column.bytes(), 2 * position);
    int length = LittleEndian.int32(column.bytes(), 2 * position + 1);
    return java.util.Arrays.copyOfRange(column.heap().bytes(), from, from + length);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
