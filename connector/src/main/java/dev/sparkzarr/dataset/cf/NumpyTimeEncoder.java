package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NumpyTimeUnit;
import java.time.LocalDate;

/** Times and spans as numpy's datetime64 and timedelta64: exactly, or an error. */
final class NumpyTimeEncoder extends CfEncoder {
  private static final long serialVersionUID = 1L;

  private final DataType.Time time;

  /**
   * @param type TIMESTAMP or INTERVAL, with a unit that is of one length; months and years only of
   *     a TIMESTAMP
   */
  NumpyTimeEncoder(ColumnType type, DataType.Time time, MissingElement missing, Refusal refusal) {
    super(type, time, ElementKind.INT64, missing, refusal);
    this.time = time;
  }

  @Override
  void convert(
      EncodableValues values, int start, int count, byte[] raw, int rawStart, byte[] scratch) {
    for (int i = 0; i < count; i++) {
      long number = number(LittleEndian.int64(values.bytes(), start + i));
      if (number == TimeSteps.INEXACT && !isMissing(values, start + i)) {
        throw refusal.value(
            text(values, start + i)
                + " is no exact number of "
                + time.multiplier()
                + time.unit().symbol(),
            "Nothing is rounded: write a new array with "
                + refusal.encoding("\"dtype\":\"int64\"")
                + ".");
      }
      LittleEndian.int64(raw, rawStart + i, number);
    }
  }

  private long number(long micros) {
    NumpyTimeUnit unit = time.unit();
    long steps =
        switch (unit) {
          case YEAR, MONTH -> months(micros, unit == NumpyTimeUnit.YEAR ? 12 : 1);
          case WEEK -> counted(micros, 7 * 86_400_000_000_000L);
          case DAY -> counted(micros, 86_400_000_000_000L);
          case HOUR -> counted(micros, 3_600_000_000_000L);
          case MINUTE -> counted(micros, 60_000_000_000L);
          case SECOND -> counted(micros, 1_000_000_000L);
          case MILLISECOND -> counted(micros, 1_000_000L);
          case MICROSECOND -> counted(micros, 1_000L);
          case NANOSECOND -> times(micros, 1_000L);
          case PICOSECOND -> times(micros, 1_000_000L);
          case FEMTOSECOND -> times(micros, 1_000_000_000L);
          case ATTOSECOND -> times(micros, 1_000_000_000_000L);
          case GENERIC -> throw new IllegalStateException("no unit");
        };
    return steps != TimeSteps.INEXACT && steps % time.multiplier() == 0
        ? steps / time.multiplier()
        : TimeSteps.INEXACT;
  }

  private static long counted(long micros, long nanos) {
    return new TimeSteps(nanos, 0, 0).count(micros);
  }

  private static long times(long micros, long factor) {
    long product = micros * factor;
    return Math.multiplyHigh(micros, factor) == product >> 63 ? product : TimeSteps.INEXACT;
  }

  private static long months(long micros, int each) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, TimeReference.MICROS_PER_DAY));
    long months = (date.getYear() - 1970L) * 12 + date.getMonthValue() - 1;
    boolean whole =
        Math.floorMod(micros, TimeReference.MICROS_PER_DAY) == 0
            && date.getDayOfMonth() == 1
            && months % each == 0;
    return whole ? months / each : TimeSteps.INEXACT;
  }

  @Override
  String text(EncodableValues values, int index) {
    return TimeText.of(type(), values, index);
  }
}
