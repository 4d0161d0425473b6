package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.metadata.ElementKind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Numbers {@code UNIT since DATE} as microseconds since 1970-01-01T00:00, floored. NaN and the
 * smallest int64 are missing.
 *
 * <p>As TIMESTAMP a time is the one whose date and clock read the same in the proleptic Gregorian
 * calendar; a date that this calendar does not have is an error. As CALENDAR_TEXT it is counted in
 * its own calendar.
 */
final class TimeDecoder extends CfDecoder implements FloatTimes {
  private static final long serialVersionUID = 1L;

  private final TimeReference reference;
  private final Scale scale;
  private final String where;
  private final boolean counts;
  private final boolean relabels;

  /**
   * @param type TIMESTAMP or CALENDAR_TEXT
   */
  TimeDecoder(
      ElementKind kind,
      MissingValues missing,
      ColumnType type,
      TimeReference reference,
      Scale scale,
      String where) {
    super(kind, type, NullRule.MASK, missing);
    this.reference = reference;
    this.scale = scale;
    this.where = where;
    this.counts = !kind.isFloat() && (!scale.given() || scale.whole() != 0);
    this.relabels =
        type.equals(ColumnType.TIMESTAMP) && reference.calendar() != CfCalendar.PROLEPTIC_GREGORIAN;
  }

  @Override
  public Optional<CalendarText> calendarText() {
    return type().equals(ColumnType.CALENDAR_TEXT)
        ? Optional.of(new CalendarFormat(reference.calendar()))
        : Optional.empty();
  }

  @Override
  void convert(byte[] raw, int rawStart, int count, byte[] values, boolean[] missing) {
    if (counts) {
      Elements.toLongs(kind, raw, rawStart, count, values);
      convertLongs(count, values, missing);
    } else {
      Elements.toDoubles(kind, raw, rawStart, count, scale.factor(), scale.offset(), values);
      convertDoubles(count, values, missing);
    }
    if (relabels) {
      relabel(count, values, missing);
    }
  }

  private void convertLongs(int count, byte[] values, boolean[] missing) {
    long unitNanos = reference.unit().nanos();
    long unitMicros = unitNanos / 1000;
    long factor = scale.whole() == 0 ? 1 : scale.whole();
    boolean hasNaT = kind == ElementKind.INT64;
    for (int i = 0; i < count; i++) {
      long number = LittleEndian.int64(values, i);
      if (hasNaT && number == Long.MIN_VALUE) {
        missing[i] = true;
      }
      if (missing[i]) {
        LittleEndian.int64(values, i, 0);
        continue;
      }
      if (number < 0 && kind == ElementKind.UINT64) {
        throw tooFar(Long.toUnsignedString(number));
      }
      try {
        long counted = Math.multiplyExact(number, factor);
        long micros =
            unitMicros == 0
                ? Math.floorDiv(counted, 1000L)
                    + Math.floorDiv(Math.floorMod(counted, 1000L) + reference.nanos(), 1000L)
                : Math.multiplyExact(counted, unitMicros);
        LittleEndian.int64(values, i, Math.addExact(micros, reference.micros()));
      } catch (ArithmeticException e) {
        throw tooFar(Long.toString(number));
      }
    }
  }

  private void convertDoubles(int count, byte[] values, boolean[] missing) {
    for (int i = 0; i < count; i++) {
      double number = LittleEndian.float64(values, i);
      missing[i] |= Double.isNaN(number);
      LittleEndian.int64(values, i, missing[i] ? 0 : micros(number));
    }
  }

  /** As xarray: nanoseconds cut off where it counts them, else cftime's rounded microseconds. */
  @Override
  public long micros(double number) {
    if (reference.countsNanoseconds()) {
      double nanos = number * reference.unit().nanos();
      if (Math.abs(nanos + reference.micros() * 1e3) < 0x1p63 && Math.abs(nanos) < 0x1p63) {
        long whole = (long) nanos;
        return reference.micros()
            + Math.floorDiv(whole, 1000L)
            + Math.floorDiv(Math.floorMod(whole, 1000L) + reference.nanos(), 1000L);
      }
    }
    double unitMicros = reference.unit().nanos() / 1e3;
    double product = number * unitMicros;
    if (!(Math.abs(product) < 0x1p62)) {
      throw tooFar(Double.toString(number));
    }
    // The product's own rounding error, so that the sum is exact.
    double error = Math.fma(number, unitMicros, -product);
    double rounded = Math.rint(product);
    double rest = product - rounded + error;
    long micros = (long) rounded + (long) Math.rint(rest);
    // cftime takes a microsecond beside a whole second for noise.
    if (reference.unit().compareTo(TimeUnit.SECONDS) >= 0) {
      long beside = Math.floorMod(micros, 1_000_000L);
      if (beside == 1) {
        micros = (long) rounded + (long) Math.floor(rest);
      } else if (beside == 999_999) {
        micros = (long) rounded + (long) Math.ceil(rest);
      }
    }
    try {
      return Math.addExact(micros, reference.micros());
    } catch (ArithmeticException e) {
      throw tooFar(Double.toString(number));
    }
  }

  private void relabel(int count, byte[] values, boolean[] missing) {
    CfCalendar calendar = reference.calendar();
    long same =
        calendar == CfCalendar.STANDARD
            ? CfCalendar.GREGORIAN_START * TimeReference.MICROS_PER_DAY
            : Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      long micros = LittleEndian.int64(values, i);
      if (micros < same && !missing[i]) {
        LittleEndian.int64(values, i, relabel(micros, calendar));
      }
    }
  }

  private long relabel(long micros, CfCalendar calendar) {
    CfCalendar.Date date = calendar.date(Math.floorDiv(micros, TimeReference.MICROS_PER_DAY));
    try {
      long day = LocalDate.of(date.year(), date.month(), date.day()).toEpochDay();
      return Math.addExact(
          Math.multiplyExact(day, TimeReference.MICROS_PER_DAY),
          Math.floorMod(micros, TimeReference.MICROS_PER_DAY));
    } catch (DateTimeException e) {
      throw new DatasetException(
          "Cannot decode "
              + where
              + " as timestamps: "
              + date
              + " of its calendar does not exist in the Gregorian calendar. "
              + "Leave the option calendar at 'string', or set decodeTimes=false.",
          e);
    } catch (ArithmeticException e) {
      throw tooFar(date.toString());
    }
  }

  private DatasetException tooFar(String number) {
    return new DatasetException(
        "Cannot decode "
            + where
            + ": time "
            + number
            + " is beyond what 64 bits of microseconds hold. If it stands for a missing time,"
            + " _FillValue should say so; decodeTimes=false reads the stored numbers.");
  }
}
