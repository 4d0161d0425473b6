package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.dataset.ValuePart;
import java.util.List;
import java.util.Optional;

/**
 * Values that stay as they are stored, whose parts are decoded when they are asked for: structs and
 * arrays of one length. Immutable.
 *
 * @param type STRUCT or FIXED_ARRAY
 * @param parts one for each field of the type
 */
record PartsDecoder(ColumnType type, List<ValuePart> parts) implements ValueDecoder {
  PartsDecoder {
    parts = List.copyOf(parts);
  }

  @Override
  public NullRule nulls() {
    return NullRule.NONE;
  }

  @Override
  public boolean isIdentity() {
    return true;
  }

  @Override
  public Optional<CalendarText> calendarText() {
    return Optional.empty();
  }

  @Override
  public void decode(byte[] raw, int rawStart, int count, byte[] rawHeap, ColumnValues values) {
    System.arraycopy(raw, rawStart * type.width(), values.bytes(), 0, count * type.width());
  }
}
