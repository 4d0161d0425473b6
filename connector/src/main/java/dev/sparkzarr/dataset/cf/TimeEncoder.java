package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * Times and spans as numbers of steps, {@code UNIT since DATE} or {@code UNIT}: the number that is
 * read as exactly this time, or an error. Nothing is rounded, and no unit is changed.
 *
 * <p>A timestamp becomes the time whose date and clock read the same in the array's calendar; texts
 * are times of that calendar.
 */
final class TimeEncoder extends CfEncoder {
  private static final long serialVersionUID = 1L;

  private final TimeSteps steps;
  private final CfCalendar calendar;
  private final ElementKind range;
  private final FloatTimes floats;
  private final String units;

  /**
   * @param type TIMESTAMP, TEXT or INTERVAL
   * @param range whose values may be stored
   * @param calendar of points in time; of spans any
   * @param floats how an element is read, if it is a float
   * @param units for messages
   */
  TimeEncoder(
      ColumnType type,
      DataType stored,
      ElementKind kind,
      ElementKind range,
      TimeSteps steps,
      CfCalendar calendar,
      FloatTimes floats,
      String units,
      MissingElement missing,
      Refusal refusal) {
    super(type, stored, kind, missing, refusal);
    this.steps = steps;
    this.calendar = calendar;
    this.range = range;
    this.floats = floats;
    this.units = units;
  }

  @Override
  void convert(
      EncodableValues values, int start, int count, byte[] raw, int rawStart, byte[] scratch) {
    micros(values, start, count, scratch);
    if (kind.isFloat()) {
      toFloats(values, start, count, raw, rawStart, scratch);
    } else {
      toIntegers(values, start, count, raw, rawStart, scratch);
    }
  }

  private void micros(EncodableValues values, int start, int count, byte[] micros) {
    if (type().equals(ColumnType.TEXT)) {
      for (int i = 0; i < count; i++) {
        LittleEndian.int64(micros, i, isMissing(values, start + i) ? 0 : parsed(values, start + i));
      }
      return;
    }
    System.arraycopy(values.bytes(), start << 3, micros, 0, count << 3);
    boolean relabels =
        type().equals(ColumnType.TIMESTAMP) && calendar != CfCalendar.PROLEPTIC_GREGORIAN;
    long same =
        calendar == CfCalendar.STANDARD ? CfVariable.GREGORIAN_START_MICROS : Long.MAX_VALUE;
    for (int i = 0; relabels && i < count; i++) {
      long time = LittleEndian.int64(micros, i);
      if (time < same) {
        LittleEndian.int64(
            micros, i, isMissing(values, start + i) ? 0 : relabeled(values, start + i, time));
      }
    }
  }

  private long parsed(EncodableValues values, int index) {
    int from = LittleEndian.int32(values.bytes(), 2 * index);
    int length = LittleEndian.int32(values.bytes(), 2 * index + 1);
    OptionalLong micros = CalendarParser.micros(calendar, values.heap(), from, length);
    return micros.orElseThrow(
        () ->
            refusal.value(
                "'" + text(values, index) + "' is no time of calendar " + calendar,
                "Write times as 2000-02-30T12:00:00, and dates that the calendar has."));
  }

  private long relabeled(EncodableValues values, int index, long time) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(time, TimeReference.MICROS_PER_DAY));
    int year = date.getYear();
    boolean exists = calendar.contains(year, date.getMonthValue(), date.getDayOfMonth());
    if (!exists) {
      throw refusal.value(
          text(values, index) + " has a date that calendar " + calendar + " does not have",
          "Give \"calendar\":\"proleptic_gregorian\" in the option encoding of a new array, or"
              + " leave such times out.");
    }
    long day = calendar.days(year, date.getMonthValue(), date.getDayOfMonth());
    long of = Math.floorMod(time, TimeReference.MICROS_PER_DAY);
    if (Math.abs(day) >= Long.MAX_VALUE / TimeReference.MICROS_PER_DAY) {
      throw inexact(values, index);
    }
    return day * TimeReference.MICROS_PER_DAY + of;
  }

  private void toIntegers(
      EncodableValues values, int start, int count, byte[] raw, int rawStart, byte[] micros) {
    long least = StoredNumbers.least(range);
    long greatest = StoredNumbers.greatest(range);
    for (int i = 0; i < count; i++) {
      long number = steps.count(LittleEndian.int64(micros, i));
      if ((number == TimeSteps.INEXACT || number < least || number > greatest)
          && !isMissing(values, start + i)) {
        throw number == TimeSteps.INEXACT
            ? inexact(values, start + i)
            : refusal.value(
                text(values, start + i)
                    + " is "
                    + number
                    + " "
                    + units
                    + ", which does not fit "
                    + DataTypeName.of(range),
                "Nothing is wrapped: write a new array with "
                    + refusal.encoding("\"dtype\":\"int64\"")
                    + ".");
      }
      LittleEndian.int64(micros, i, number);
    }
    StoredNumbers.fromLongs(micros, count, kind.width(), raw, rawStart);
  }

  private void toFloats(
      EncodableValues values, int start, int count, byte[] raw, int rawStart, byte[] micros) {
    byte[] number = new byte[Double.BYTES];
    for (int i = 0; i < count; i++) {
      long time = LittleEndian.int64(micros, i);
      if (isMissing(values, start + i)) {
        continue;
      }
      double near = steps.fraction(time);
      boolean found = false;
      double[] candidates = {near, Math.nextUp(near), Math.nextDown(near)};
      for (int c = 0; c < candidates.length && !found; c++) {
        LittleEndian.float64(number, 0, candidates[c]);
        StoredNumbers.fromDoubles(kind, number, 1, raw, rawStart + i);
        double element = StoredNumbers.floatAt(kind, raw, rawStart + i);
        found = Math.abs(element) < 0x1p62 && floats.micros(element) == time;
      }
      if (!found) {
        throw inexact(values, start + i);
      }
    }
  }

  private RuntimeException inexact(EncodableValues values, int index) {
    String example = type().equals(ColumnType.INTERVAL) ? "" : " since 1970-01-01";
    return refusal.value(
        text(values, index) + " is no exact number of the array's units '" + units + "'",
        "Nothing is rounded, and units are not changed: write a new array with finer ones, such as "
            + refusal.encoding("\"units\":\"microseconds" + example + "\",\"dtype\":\"int64\"")
            + ".");
  }

  @Override
  String text(EncodableValues values, int index) {
    return TimeText.of(type(), values, index);
  }
}
