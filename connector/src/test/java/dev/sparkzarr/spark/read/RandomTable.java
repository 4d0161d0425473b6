package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/** Makes tables with axes of every type, whose values are where predicates are hard. */
final class RandomTable {
  /** What an axis is of. */
  enum Kind {
    INDEX,
    BOOLEAN,
    INT8,
    INT16,
    INT32,
    INT64,
    UINT64,
    FLOAT32,
    FLOAT64,
    TIMESTAMP_NTZ,
    TIMESTAMP,
    DATE,
    INTERVAL,
    TEXT,
    WORD
  }

  /** Empty, of any plane, and in another order as UTF-16 than as UTF-8. */
  private static final String[] WORDS = {
    "",
    "a",
    "A",
    "ab",
    "abc",
    "b",
    " a",
    "a ",
    "%",
    "_b",
    "\\",
    "\u00e9",
    "e\u0301",
    "\uff5e",
    "\ud83d\ude00",
    "\ud83d\ude00b",
    "\u0000",
    "1",
    "10",
    "9",
    "2000-01-01",
    "NULL",
    "null",
    "a'b"
  };

  private static final long DAY = 86_400_000_000L;

  /** Around changes of clocks, the epoch, year ends and far away. */
  private static final String[] MOMENTS = {
    "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "1900-01-01T00:00:00Z",
    "2020-03-08T07:00:00Z", "2020-11-01T06:00:00Z", "2021-03-28T01:00:00Z",
    "2021-10-31T01:00:00Z", "1985-12-31T18:30:00Z", "2022-04-02T15:00:00Z",
    "2022-10-01T15:30:00Z", "2000-02-29T00:00:00Z", "2019-12-31T00:00:00Z",
    "2021-01-03T12:00:00Z", "1582-10-15T00:00:00Z", "0001-01-01T00:00:00Z",
    "9999-12-31T23:00:00Z", "1883-11-18T17:00:00Z", "2011-12-30T10:00:00Z"
  };

  private RandomTable() {}

  static MemoryTable of(Kind kind, Random random, ZoneId zone) {
    int length = 1 + random.nextInt(40);
    boolean missing = kind != Kind.INDEX && random.nextInt(3) == 0;
    if (kind == Kind.INDEX) {
      List<Object> indexes = new ArrayList<>();
      for (long i = 0; i < length; i++) {
        indexes.add(i);
      }
      return new MemoryTable(Axis.index("k", length), DataTypes.LongType, zone, indexes, indexes);
    }
    if (kind == Kind.WORD) {
      return words(length, missing, random, zone);
    }
    ColumnType column = column(kind);
    ByteBuffer bytes = ByteBuffer.allocate(length * column.width()).order(ByteOrder.LITTLE_ENDIAN);
    boolean[] gone = missing ? new boolean[length] : null;
    List<Object> internal = new ArrayList<>();
    List<Object> external = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      Object value = put(kind, bytes, random, zone);
      if (missing && random.nextInt(4) == 0) {
        gone[i] = true;
        internal.add(null);
        external.add(null);
      } else {
        internal.add(value);
        external.add(external(kind, value));
      }
    }
    CalendarText text = kind == Kind.TEXT ? new NoLeapText() : null;
    return new MemoryTable(
        Axis.values("k", column, bytes.array(), gone, text), type(kind), zone, internal, external);
  }

  /** An axis of texts, in whose heap neighbours share bytes. */
  private static MemoryTable words(int length, boolean missing, Random random, ZoneId zone) {
    byte[] heap = String.join("", WORDS).getBytes(StandardCharsets.UTF_8);
    ByteBuffer slots = ByteBuffer.allocate(8 * length).order(ByteOrder.LITTLE_ENDIAN);
    boolean[] gone = missing ? new boolean[length] : null;
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int word = random.nextInt(WORDS.length);
      int offset = 0;
      for (int before = 0; before < word; before++) {
        offset += WORDS[before].getBytes(StandardCharsets.UTF_8).length;
      }
      slots.putInt(offset).putInt(WORDS[word].getBytes(StandardCharsets.UTF_8).length);
      boolean isGone = missing && random.nextInt(4) == 0;
      if (isGone) {
        gone[i] = true;
      }
      values.add(isGone ? null : WORDS[word]);
    }
    Axis axis = Axis.slots("k", ColumnType.TEXT, slots.array(), gone, heap, 0);
    List<Object> internal = new ArrayList<>();
    values.forEach(
        text -> internal.add(text == null ? null : UTF8String.fromString((String) text)));
    return new MemoryTable(axis, DataTypes.StringType, zone, internal, values);
  }

  private static ColumnType column(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> ColumnType.BOOLEAN;
      case INT8 -> ColumnType.INT8;
      case INT16 -> ColumnType.INT16;
      case INT32, DATE -> ColumnType.INT32;
      case INDEX, INT64 -> ColumnType.INT64;
      case UINT64 -> ColumnType.UINT64;
      case FLOAT32 -> ColumnType.FLOAT32;
      case FLOAT64 -> ColumnType.FLOAT64;
      case TIMESTAMP_NTZ, TIMESTAMP -> ColumnType.TIMESTAMP;
      case INTERVAL -> ColumnType.INTERVAL;
      case TEXT -> ColumnType.CALENDAR_TEXT;
      case WORD -> ColumnType.TEXT;
    };
  }

  private static DataType type(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> DataTypes.BooleanType;
      case INT8 -> DataTypes.ByteType;
      case INT16 -> DataTypes.ShortType;
      case INT32 -> DataTypes.IntegerType;
      case DATE -> DataTypes.DateType;
      case INDEX, INT64 -> DataTypes.LongType;
      case UINT64 -> DataTypes.createDecimalType(20, 0);
      case FLOAT32 -> DataTypes.FloatType;
      case FLOAT64 -> DataTypes.DoubleType;
      case TIMESTAMP_NTZ -> DataTypes.TimestampNTZType;
      case TIMESTAMP -> DataTypes.TimestampType;
      case INTERVAL -> DataTypes.createDayTimeIntervalType();
      case TEXT, WORD -> DataTypes.StringType;
    };
  }

  /** Writes a random value and gives it as Spark holds it. */
  private static Object put(Kind kind, ByteBuffer bytes, Random random, ZoneId zone) {
    switch (kind) {
      case BOOLEAN -> {
        boolean truth = random.nextBoolean();
        bytes.put((byte) (truth ? 1 : 0));
        return truth;
      }
      case INT8 -> {
        byte value = (byte) whole(random, 8);
        bytes.put(value);
        return value;
      }
      case INT16 -> {
        short value = (short) whole(random, 16);
        bytes.putShort(value);
        return value;
      }
      case INT32 -> {
        int value = (int) whole(random, 32);
        bytes.putInt(value);
        return value;
      }
      case DATE -> {
        int value = (int) Math.floorDiv(micros(random, zone), DAY);
        bytes.putInt(value);
        return value;
      }
      case INDEX, INT64 -> {
        long value = whole(random, 64);
        bytes.putLong(value);
        return value;
      }
      case UINT64 -> {
        long value = whole(random, 64);
        bytes.putLong(value);
        return Decimal.apply(
            new scala.math.BigDecimal(new BigDecimal(Long.toUnsignedString(value))), 20, 0);
      }
      case FLOAT32 -> {
        float value = (float) real(random);
        bytes.putFloat(value);
        return value;
      }
      case FLOAT64 -> {
        double value = real(random);
        bytes.putDouble(value);
        return value;
      }
      case INTERVAL -> {
        long value = random.nextInt(8) == 0 ? whole(random, 64) : micros(random, zone) / 100;
        bytes.putLong(value);
        return value;
      }
      case TIMESTAMP_NTZ, TIMESTAMP -> {
        long value = micros(random, zone);
        bytes.putLong(value);
        return value;
      }
      default -> {
        long value = micros(random, zone) / 1000;
        bytes.putLong(value);
        return UTF8String.fromString(new NoLeapText().format(value));
      }
    }
  }

  private static Object external(Kind kind, Object value) {
    return switch (kind) {
      case UINT64 -> ((Decimal) value).toJavaBigDecimal();
      case DATE -> LocalDate.ofEpochDay((Integer) value);
      case TIMESTAMP -> Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS);
      case TIMESTAMP_NTZ ->
          LocalDateTime.ofInstant(
              Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS), ZoneOffset.UTC);
      case INTERVAL -> Duration.of((Long) value, ChronoUnit.MICROS);
      case TEXT -> value.toString();
      default -> value;
    };
  }

  static long whole(Random random, int bits) {
    int shift = 64 - bits;
    return switch (random.nextInt(8)) {
      case 0 -> Long.MIN_VALUE >> shift;
      case 1 -> Long.MAX_VALUE >> shift;
      case 2 -> random.nextLong() >> shift;
      case 3 -> random.nextLong() >> Math.min(63, shift + random.nextInt(bits));
      default -> random.nextInt(21) - 10;
    };
  }

  static double real(Random random) {
    return switch (random.nextInt(16)) {
      case 0 -> Double.NaN;
      case 1 -> -0.0;
      case 2 -> 0.0;
      case 3 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      case 4 -> Double.longBitsToDouble(random.nextLong());
      case 5 -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(70));
      case 6, 7, 8 -> (random.nextInt(401) - 200) / 10.0;
      default -> random.nextInt(21) - 10;
    };
  }

  static long micros(Instant moment) {
    return moment.getEpochSecond() * 1_000_000 + moment.getNano() / 1000;
  }

  /** A time where predicates are hard: often where the clocks of a zone are changed. */
  static long micros(Random random, ZoneId zone) {
    long micros = micros(Instant.parse(MOMENTS[random.nextInt(MOMENTS.length)]));
    ZoneOffsetTransition change =
        zone.getRules()
            .nextTransition(Instant.ofEpochSecond((random.nextInt(100) - 50) * 31_556_952L));
    if (change != null && random.nextInt(3) > 0) {
      LocalDateTime shown =
          random.nextBoolean() ? change.getDateTimeBefore() : change.getDateTimeAfter();
      micros =
          random.nextBoolean()
              ? micros(change.getInstant())
              : micros(shown.toInstant(ZoneOffset.UTC));
      if (random.nextBoolean()) {
        return micros + (random.nextInt(13) - 6) * 900_000_000L;
      }
    }
    return switch (random.nextInt(8)) {
      case 0 -> micros;
      case 1 -> micros + random.nextInt(3) - 1;
      case 2 -> micros + (random.nextInt(200) - 100) * DAY;
      case 3 -> micros + random.nextLong() % (2 * DAY);
      case 4 -> Math.floorDiv(micros, DAY) * DAY + random.nextInt(3) * DAY;
      case 5 -> random.nextInt(20) == 0 ? random.nextLong() / 10 * 9 : micros;
      default -> micros + (random.nextInt(97) - 48) * 900_000_000L;
    };
  }

  /** Years of 365 days. */
  private static final class NoLeapText implements CalendarText {
    private static final long serialVersionUID = 1L;

    @Override
    public String format(long micros) {
      long day = Math.floorDiv(micros, DAY);
      LocalDate inYear = LocalDate.ofYearDay(1999, Math.floorMod(day, 365) + 1);
      long second = Math.floorMod(micros, DAY) / 1_000_000;
      return String.format(
          "%04d-%02d-%02dT%02d:%02d:%02d",
          1970 + Math.floorDiv(day, 365),
          inYear.getMonthValue(),
          inYear.getDayOfMonth(),
          second / 3600,
          second / 60 % 60,
          second % 60);
    }
  }
}
