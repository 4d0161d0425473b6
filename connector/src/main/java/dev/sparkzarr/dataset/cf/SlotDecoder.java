package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.ValueDecoder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What decoders of texts and bytes share: after the slots are made, texts are looked through for
 * what is not UTF-8, and values that stand for missing ones are flagged. Immutable.
 */
abstract class SlotDecoder implements ValueDecoder {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_BYTES = 16;

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

  /**
   * @return what to do where a value is no text; a sentence
   */
  abstract String remedy();

  /** Whether the slots are texts that may be something else. */
  boolean isToBeChecked() {
    return type.equals(ColumnType.TEXT);
  }

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
    if (isToBeChecked()) {
      check(values, count);
    }
    if (missingValues.length > 0) {
      flag(values, count);
    }
  }

  private void check(ColumnValues values, int count) {
    byte[] heap = values.heap();
    long last = 0;
    for (int i = 0; i < count; i++) {
      long slot = LittleEndian.int64(values.bytes(), i);
      if (slot != last) {
        int from = (int) slot;
        int to = from + (int) (slot >>> 32);
        if (!Utf8.isValid(heap, from, to)) {
          throw notText(heap, from, to);
        }
        last = slot;
      }
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

  private DatasetException notText(byte[] heap, int from, int to) {
    int shown = Math.min(to, from + SHOWN_BYTES);
    return new DatasetException(
        "Cannot decode "
            + where
            + " as text: a value is not UTF-8 (bytes "
            + HexFormat.of().formatHex(heap, from, shown)
            + (shown < to ? "..." : "")
            + "). "
            + remedy());
  }
}
