package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.metadata.ElementKind;

/** Durations as microseconds, floored. NaN and the smallest int64 are missing. */
final class IntervalDecoder extends CfDecoder implements FloatTimes {
  private static final long serialVersionUID = 1L;

  private final TimeUnit unit;
  private final Scale scale;
  private final String where;
  private final boolean counts;

  IntervalDecoder(
      ElementKind kind, MissingValues missing, TimeUnit unit, Scale scale, String where) {
    super(kind, ColumnType.INTERVAL, NullRule.MASK, missing);
    this.unit = unit;
    this.scale = scale;
    this.where = where;
    this.counts = !kind.isFloat() && (!scale.given() || scale.whole() != 0);
  }

  @Override
  void convert(byte[] raw, int rawStart, int count, byte[] values, boolean[] missing) {
    if (counts) {
      Elements.toLongs(kind, raw, rawStart, count, values);
      convertLongs(count, values, missing);
    } else {
      Elements.toDoubles(kind, raw, rawStart, count, scale.factor(), scale.offset(), values);
      for (int i = 0; i < count; i++) {
        double number = LittleEndian.float64(values, i);
        missing[i] |= Double.isNaN(number);
        LittleEndian.int64(values, i, missing[i] ? 0 : micros(number));
      }
    }
  }

  private void convertLongs(int count, byte[] values, boolean[] missing) {
    long unitMicros = unit.nanos() / 1000;
    long factor = scale.whole() == 0 ? 1 : scale.whole();
    for (int i = 0; i < count; i++) {
      long number = LittleEndian.int64(values, i);
      if (number == Long.MIN_VALUE && kind == ElementKind.INT64) {
        missing[i] = true;
      }
      if (missing[i]) {
        LittleEndian.int64(values, i, 0);
        continue;
      }
      if (number < 0 && kind == ElementKind.UINT64) {
        throw tooLong(Long.toUnsignedString(number));
      }
      try {
        long counted = Math.multiplyExact(number, factor);
        LittleEndian.int64(
            values,
            i,
            unitMicros == 0
                ? Math.floorDiv(counted, 1000L)
                : Math.multiplyExact(counted, unitMicros));
      } catch (ArithmeticException e) {
        throw tooLong(Long.toString(number));
      }
    }
  }

  /**
   * As xarray: in seconds or the unit if that is finer, then a thousandth of it as long as there is
   * a fraction, down to nanoseconds; what is left is cut off.
   */
  @Override
  public long micros(double number) {
    long nanosPer = Math.min(unit.nanos(), TimeUnit.SECONDS.nanos());
    double counted = number * (unit.nanos() / nanosPer);
    while (nanosPer > 1 && counted % 1 != 0) {
      counted *= 1000;
      nanosPer /= 1000;
    }
    if (!(Math.abs(counted) < 0x1p63)) {
      throw tooLong(Double.toString(number));
    }
    try {
      return nanosPer == 1
          ? Math.floorDiv((long) counted, 1000L)
          : Math.multiplyExact((long) counted, nanosPer / 1000);
    } catch (ArithmeticException e) {
      throw tooLong(Double.toString(number));
    }
  }

  private DatasetException tooLong(String number) {
    return new DatasetException(
        "Cannot decode "
            + where
            + ": duration "
            + number
            + " is beyond what 64 bits of microseconds hold. If it stands for a missing one,"
            + " _FillValue should say so; decodeTimes=false reads the stored numbers.");
  }
}
