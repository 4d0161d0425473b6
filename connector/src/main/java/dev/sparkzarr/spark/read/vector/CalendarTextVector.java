package dev.sparkzarr.spark.read.vector;

import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.TileColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;

/** Dates of a calendar without timestamps, as text that is made when it is asked for. */
final class CalendarTextVector extends TileVector {
  private long[] memory = new long[0];
  private long[] values;
  private final CalendarText format;
  private long lastMicros;
  private UTF8String lastText;

  CalendarTextVector(DataType type, TileColumn column) {
    super(type, column);
    format = column.calendarText();
  }

  @Override
  protected void take(byte[] bytes, int start, int count) {
    if (memory.length < count) {
      memory = new long[count];
    }
    LittleEndian.copy(bytes, start, memory, count);
    values = memory;
  }

  @Override
  protected void forget() {
    values = null;
  }

  private long[] loaded() {
    load();
    return values;
  }

  @Override
  public UTF8String getUTF8String(int row) {
    long[] present = values;
    if (present == null) {
      present = loaded();
    }
    long micros = present[row];
    if (lastText == null || micros != lastMicros) {
      lastText = UTF8String.fromString(format.format(micros));
      lastMicros = micros;
    }
    return lastText;
  }
}
