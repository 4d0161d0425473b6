package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.NumpyTimeUnit;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/**
 * numpy's datetime64 and timedelta64 as microseconds, floored, or as their counts. NaT is missing.
 * Immutable.
 */
final class NumpyTimeDecoder implements ValueDecoder {
  private static final long serialVersionUID = 1L;
  private static final long NAT = Long.MIN_VALUE;

  /** More years than 64 bits of microseconds hold. */
  private static final long MOST_YEARS = 300_000;

  private final ColumnType type;
  private final NumpyTimeUnit unit;
  private final long multiplier;
  private final String where;

  private NumpyTimeDecoder(ColumnType type, NumpyTimeUnit unit, long multiplier, String where) {
    this.type = type;
    this.unit = unit;
    this.multiplier = multiplier;
    this.where = where;
  }

  /**
   * TIMESTAMP or INTERVAL; INT64 counts where the unit is not stated, and of spans in months and
   * years, which are no number of days.
   */
  static NumpyTimeDecoder times(DataType.Time time, String where) {
    NumpyTimeUnit unit = time.unit();
    boolean isSpan = time.clock() == DataType.Time.Clock.TIMEDELTA64;
    boolean isCalendar = unit == NumpyTimeUnit.YEAR || unit == NumpyTimeUnit.MONTH;
    if (unit == NumpyTimeUnit.GENERIC || isSpan && isCalendar) {
      return counts(time, where);
    }
    ColumnType type = isSpan ? ColumnType.INTERVAL : ColumnType.TIMESTAMP;
    return new NumpyTimeDecoder(type, unit, time.multiplier(), where);
  }

  /** The stored counts. */
  static NumpyTimeDecoder counts(DataType.Time time, String where) {
    return new NumpyTimeDecoder(ColumnType.INT64, NumpyTimeUnit.GENERIC, 1, where);
  }

  @Override
  public ColumnType type() {
    return type;
  }

  @Override
  public NullRule nulls() {
    return NullRule.MASK;
  }

  @Override
  public boolean isIdentity() {
    return false;
  }

  @Override
  public Optional<CalendarText> calendarText() {
    return Optional.empty();
  }

  @Override
  public void decode(byte[] raw, int rawStart, int count, byte[] rawHeap, ColumnValues values) {
    byte[] decoded = values.bytes();
    boolean[] missing = values.missing();
    for (int i = 0; i < count; i++) {
      long number = LittleEndian.int64(raw, rawStart + i);
      missing[i] = number == NAT;
      LittleEndian.int64(decoded, i, missing[i] ? 0 : value(number));
    }
  }

  private long value(long number) {
    return switch (unit) {
      case GENERIC -> number;
      case YEAR, MONTH -> calendarMicros(number);
      case WEEK -> times(number, 7 * TimeReference.MICROS_PER_DAY);
      case DAY -> times(number, TimeReference.MICROS_PER_DAY);
      case HOUR -> times(number, 3_600_000_000L);
      case MINUTE -> times(number, 60_000_000L);
      case SECOND -> times(number, 1_000_000L);
      case MILLISECOND -> times(number, 1000L);
      case MICROSECOND -> times(number, 1);
      case NANOSECOND -> dividedBy(number, 1000L);
      case PICOSECOND -> dividedBy(number, 1_000_000L);
      case FEMTOSECOND -> dividedBy(number, 1_000_000_000L);
      case ATTOSECOND -> dividedBy(number, 1_000_000_000_000L);
    };
  }

  private long calendarMicros(long number) {
    try {
      long months =
          Math.multiplyExact(
              Math.multiplyExact(number, multiplier), unit == NumpyTimeUnit.YEAR ? 12 : 1);
      if (months > 12 * MOST_YEARS || months < -12 * MOST_YEARS) {
        throw tooFar(number);
      }
      LocalDate day = YearMonth.of(1970, 1).plusMonths(months).atDay(1);
      return Math.multiplyExact(day.toEpochDay(), TimeReference.MICROS_PER_DAY);
    } catch (ArithmeticException e) {
      throw tooFar(number);
    }
  }

  private long times(long number, long unitMicros) {
    try {
      return Math.multiplyExact(Math.multiplyExact(number, multiplier), unitMicros);
    } catch (ArithmeticException e) {
      throw tooFar(number);
    }
  }

  private long dividedBy(long number, long unitsPerMicro) {
    if (multiplier == 1) {
      return Math.floorDiv(number, unitsPerMicro);
    }
    BigInteger product = BigInteger.valueOf(number).multiply(BigInteger.valueOf(multiplier));
    BigInteger[] parts = product.divideAndRemainder(BigInteger.valueOf(unitsPerMicro));
    BigInteger micros = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    if (micros.bitLength() > 63) {
      throw tooFar(number);
    }
    return micros.longValue();
  }

  private DatasetException tooFar(long number) {
    return new DatasetException(
        "Cannot decode "
            + where
            + ": "
            + number
            + " times "
            + multiplier
            + unit.symbol()
            + " is beyond what 64 bits of microseconds hold. Set decodeTimes=false to read the"
            + " stored numbers.");
  }
}
