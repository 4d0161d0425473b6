package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Reads the values of one dimension as the option {@code axes} gives them: {@code [start, step,
 * count]}, where the third is a whole number of at least 0 and there are three; {@code
 * {"values":[...]}} or any other list for the values themselves. Times are ISO texts, and their
 * step an ISO duration such as {@code PT6H}. Steps are added in decimal, so that 0.1 times 3 is
 * 0.3.
 */
final class AxesOption {
  private static final int MICROS = 1_000_000;

  private final WriteError error;
  private final String dimension;
  private final ColumnType type;

  AxesOption(WriteError error, String dimension, ColumnType type) {
    this.error = error;
    this.dimension = dimension;
    this.type = type;
  }

  Axis parse(JsonNode json) {
    JsonNode values = json.isObject() && json.size() == 1 ? json.path("values") : json;
    if (!values.isArray()) {
      throw wrong(json);
    }
    boolean isRange =
        values == json
            && values.size() == 3
            && isCount(values.get(2))
            && !type.isBytes()
            && (!isClock() || values.get(1).isTextual());
    return isRange ? range(values) : list(values);
  }

  private static boolean isCount(JsonNode json) {
    return json.isIntegralNumber() && json.canConvertToLong() && json.longValue() >= 0;
  }

  private boolean isClock() {
    return type.kind() == ColumnType.Kind.TIMESTAMP || type.kind() == ColumnType.Kind.INTERVAL;
  }

  private Axis range(JsonNode json) {
    long count = json.get(2).longValue();
    if (count > AxisCollector.MOST_VALUES) {
      throw error.because(
          "the option axes gives dimension '"
              + dimension
              + "' "
              + count
              + " values, and at most "
              + AxisCollector.MOST_VALUES
              + " can be held.");
    }
    long[] values = new long[(int) count];
    if (isClock()) {
      long start = micros(json.get(0));
      long step = duration(json.get(1));
      for (int i = 0; i < values.length; i++) {
        values[i] = exact(start, step, i);
      }
      return AxisValues.ofLongs(dimension, type, values);
    }
    BigDecimal start = decimal(json.get(0));
    BigDecimal step = decimal(json.get(1));
    for (int i = 0; i < values.length; i++) {
      values[i] = bits(start.add(step.multiply(BigDecimal.valueOf(i))));
    }
    return AxisValues.ofLongs(dimension, type, values);
  }

  private long exact(long start, long step, int i) {
    try {
      return Math.addExact(start, Math.multiplyExact(step, i));
    } catch (ArithmeticException e) {
      throw error.because(
          "the option axes gives dimension '" + dimension + "' times beyond year 292,000.", e);
    }
  }

  private Axis list(JsonNode json) {
    if (type.isBytes()) {
      BytesPositions texts = new BytesPositions();
      for (JsonNode value : json) {
        if (!value.isTextual() || type.kind() != ColumnType.Kind.TEXT) {
          throw wrong(value);
        }
        byte[] text = value.textValue().getBytes(StandardCharsets.UTF_8);
        if (!texts.add(text, 0, text.length)) {
          throw error.because(
              "the option axes gives dimension '"
                  + dimension
                  + "' the value '"
                  + WriteError.shown(value.textValue())
                  + "' twice.");
        }
      }
      return AxisValues.ofBytes(dimension, type, texts, AxisValues.inOrder(texts.count()));
    }
    long[] values = new long[json.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = isClock() ? clock(json.get(i)) : bits(decimal(json.get(i)));
    }
    return AxisValues.ofLongs(dimension, type, values);
  }

  private long clock(JsonNode json) {
    return type.kind() == ColumnType.Kind.TIMESTAMP ? micros(json) : duration(json);
  }

  /** Of a start: a time, or of intervals a duration. */
  private long micros(JsonNode json) {
    if (type.kind() == ColumnType.Kind.INTERVAL) {
      return duration(json);
    }
    if (json.isTextual()) {
      String text = json.textValue().strip().replace(' ', 'T');
      try {
        LocalDateTime time =
            text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay()
                : hasZone(text)
                    ? OffsetDateTime.parse(text)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime()
                    : LocalDateTime.parse(text);
        if (time.getNano() % 1000 == 0) {
          return Math.addExact(
              Math.multiplyExact(time.toEpochSecond(ZoneOffset.UTC), MICROS),
              time.getNano() / 1000);
        }
      } catch (DateTimeException | ArithmeticException e) {
        throw wrong(json);
      }
    }
    throw wrong(json);
  }

  private static boolean hasZone(String text) {
    int clock = text.indexOf('T');
    return text.endsWith("Z") || text.indexOf('+', clock) > 0 || text.indexOf('-', clock) > 0;
  }

  private long duration(JsonNode json) {
    if (json.isTextual()) {
      try {
        Duration duration = Duration.parse(json.textValue().strip());
        if (duration.getNano() % 1000 == 0) {
          return Math.addExact(
              Math.multiplyExact(duration.getSeconds(), MICROS), duration.getNano() / 1000);
        }
      } catch (DateTimeException | ArithmeticException e) {
        throw wrong(json);
      }
    }
    throw wrong(json);
  }

  private BigDecimal decimal(JsonNode json) {
    if (type.kind() == ColumnType.Kind.BOOLEAN && json.isBoolean()) {
      return json.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    boolean special =
        json.isFloatingPointNumber()
            && (Double.isNaN(json.doubleValue()) || Double.isInfinite(json.doubleValue()));
    if (!json.isNumber() || special) {
      throw wrong(json);
    }
    BigDecimal value = json.decimalValue();
    if (Math.abs((long) value.scale()) > 400 || value.precision() > 400) {
      throw wrong(json);
    }
    return value;
  }

  /** A whole number, or the bits of a double; refused where the column cannot have the value. */
  private long bits(BigDecimal value) {
    if (type.kind() == ColumnType.Kind.FLOAT64) {
      return Double.doubleToRawLongBits(value.doubleValue());
    }
    if (type.kind() == ColumnType.Kind.FLOAT32) {
      return Double.doubleToRawLongBits(value.floatValue());
    }
    if (type.kind() == ColumnType.Kind.UINT64
        && value.signum() >= 0
        && value.stripTrailingZeros().scale() <= 0
        && value.toBigInteger().bitLength() <= Long.SIZE) {
      return value.longValue();
    }
    try {
      long whole = value.longValueExact();
      long most =
          switch (type.kind()) {
            case BOOLEAN -> 1;
            case INT8 -> Byte.MAX_VALUE;
            case INT16 -> Short.MAX_VALUE;
            case INT32 -> Integer.MAX_VALUE;
            case UINT64 -> -1;
            default -> Long.MAX_VALUE;
          };
      long least = type.kind() == ColumnType.Kind.BOOLEAN ? 0 : -most - 1;
      if (whole >= least && whole <= most) {
        return whole;
      }
    } catch (ArithmeticException e) {
      // said below
    }
    throw error.because(
        "the option axes gives dimension '"
            + dimension
            + "' the value "
            + WriteError.shown(value.toPlainString())
            + ", but its column is "
            + type
            + ". Give values of that type, or cast the column.");
  }

  private RuntimeException wrong(JsonNode json) {
    String example =
        switch (type.kind()) {
          case TIMESTAMP -> "[\"2020-01-01T00:00:00\",\"PT6H\",1460]";
          case INTERVAL -> "[\"PT0S\",\"PT6H\",20]";
          case TEXT -> "[\"north\",\"south\"]";
          default -> "[90,-0.25,721]";
        };
    return error.because(
        "the option axes has '"
            + WriteError.shown(json)
            + "' for dimension '"
            + dimension
            + "', whose column is "
            + type
            + ". Write start, step and count, or a list of values, like "
            + example
            + " or {\"values\":[...]}"
            + (isClock() ? "; times are ISO texts, their steps ISO durations" : "")
            + ".");
  }
}
