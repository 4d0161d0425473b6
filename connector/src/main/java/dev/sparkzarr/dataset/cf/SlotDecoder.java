package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.ValueDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What decoders of texts and bytes share: after the slots are made, values that stand for missing
 * ones are flagged. Immutable.
 */
abstract class SlotDecoder implements ValueDecoder {
  private static final long serialVersionUID = 1L;

  private final ColumnType type;
  private final byte[][] missingValues;
  final String where;

  /**
   * @param type TEXT or BINARY
   * @param missingValues bytes of values that stand for missing ones
   * @param where names array and store in messages
   */
  SlotDecoder(ColumnType type, List<byte[]> missingValues, String where) {
    this.type = type;
    this.missingValues = missingValues.toArray(byte[][]::new);
    this.where = where;
  }

  /**
   * Writes a slot for each element, and says which heap they point into.
   *
   * @param values has room for the slots
   */
  abstract void slots(byte[] raw, int rawStart, int count, byte[] rawHeap, ColumnValues values);

  @Override
  public final ColumnType type() {
    return type;
  }

  @Override
  public final NullRule nulls() {
    return missingValues.length == 0 ? NullRule.NONE : NullRule.MASK;
  }

  @Override
  public boolean isIdentity() {
    return false;
  }

  @Override
  public final Optional<CalendarText> calendarText() {
    return Optional.empty();
  }

  @Override
  public final void decode(
      byte[] raw, int rawStart, int count, byte[] rawHeap, ColumnValues values) {
    slots(raw, rawStart, count, rawHeap, values);
    if (missingValues.length > 0) {
      flag(values, count);
    }
  }

  private void flag(ColumnValues values, int count) {
    byte[] slots = values.bytes();
    byte[] heap = values.heap();
    boolean[] missing = values.missing();
    for (int i = 0; i < count; i++) {
      int from = LittleEndian.int32(slots, 2 * i);
      int length = LittleEndian.int32(slots, 2 * i + 1);
      boolean found = false;
      for (byte[] wanted : missingValues) {
        found |=
            length == wanted.length
                && Arrays.equals(heap, from, from + length, wanted, 0, wanted.length);
      }
      missing[i] = found;
    }
  }
}
