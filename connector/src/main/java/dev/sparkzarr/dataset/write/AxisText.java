package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/** How a value of a dimension is shown in messages. Stateless. */
public final class AxisText {
  private static final int MICROS = 1_000_000;

  private AxisText() {}

  public static String of(Axis axis, long index) {
    ColumnType type = axis.type();
    return switch (type.kind()) {
      case FLOAT32, FLOAT64 -> of(type, axis.doubleAt(index));
      case TEXT, BINARY, CALENDAR_TEXT -> of(type, axis.bytesAt(index));
      case ARRAY, FIXED_ARRAY, STRUCT -> "of index " + index;
      default -> of(type, axis.longAt(index));
    };
  }

  public static String of(ColumnType type, long value) {
    return switch (type.kind()) {
      case BOOLEAN -> Boolean.toString(value != 0);
      case UINT64 -> Long.toUnsignedString(value);
      case TIMESTAMP ->
          LocalDateTime.ofEpochSecond(
                  Math.floorDiv(value, MICROS), Math.floorMod(value, MICROS) * 1000, ZoneOffset.UTC)
              .toString();
      case INTERVAL -> Duration.of(value, ChronoUnit.MICROS).toString();
      default -> Long.toString(value);
    };
  }

  public static String of(ColumnType type, double value) {
    return type.kind() == ColumnType.Kind.FLOAT32
        ? Float.toString((float) value)
        : Double.toString(value);
  }

  public static String of(ColumnType type, byte[] value) {
    return type.kind() == ColumnType.Kind.BINARY
        ? "0x" + WriteError.shown(HexFormat.of().formatHex(value))
        : "'" + WriteError.shown(new String(value, StandardCharsets.UTF_8)) + "'";
  }
}
