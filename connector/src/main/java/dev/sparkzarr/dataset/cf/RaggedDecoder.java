package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.codec.ElementHeap;
import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.dataset.ValuePart;
import java.util.List;
import java.util.Optional;

/**
 * Lists of any length: from slots that count bytes to slots that count elements. The elements stay
 * in the heap where they are, if they can be counted there, and are decoded when they are asked
 * for. Immutable.
 *
 * @param element of the lists
 * @param where names array and store in messages
 */
record RaggedDecoder(ValuePart element, String where) implements ValueDecoder {
  @Override
  public ColumnType type() {
    return ColumnType.array(element.decoder().type());
  }

  @Override
  public List<ValuePart> parts() {
    return List.of(element);
  }

  @Override
  public NullRule nulls() {
    return NullRule.NONE;
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
    int width = element.width();
    // between lists are their lengths, which only numbers can be decoded from
    boolean aligned = element.decoder() instanceof NumberDecoder;
    for (int i = 2 * rawStart; i < 2 * (rawStart + count); i += 2) {
      int length = LittleEndian.int32(raw, i + 1);
      if (length % width != 0) {
        throw new DatasetException(
            "Cannot decode "
                + where
                + ": a list of "
                + length
                + " bytes is no list of elements of "
                + width
                + ". The chunk is damaged; leave the column out.");
      }
      aligned &= length == 0 || LittleEndian.int32(raw, i) % width == 0;
    }
    if (aligned) {
      view(raw, rawStart, count, rawHeap, values);
    } else {
      pack(raw, rawStart, count, rawHeap, values);
    }
  }

  /** Lists that begin at whole elements of the heap stay where they are. */
  private void view(byte[] raw, int rawStart, int count, byte[] rawHeap, ColumnValues values) {
    int width = element.width();
    int from = Integer.MAX_VALUE;
    int to = 0;
    for (int i = 2 * rawStart; i < 2 * (rawStart + count); i += 2) {
      int offset = LittleEndian.int32(raw, i);
      int length = LittleEndian.int32(raw, i + 1);
      if (length > 0) {
        from = Math.min(from, offset);
        to = Math.max(to, offset + length);
      }
    }
    from = Math.min(from, to);
    byte[] slots = values.bytes();
    for (int i = 0; i < count; i++) {
      int length = LittleEndian.int32(raw, 2 * (rawStart + i) + 1);
      int offset = length == 0 ? from : LittleEndian.int32(raw, 2 * (rawStart + i));
      LittleEndian.int32(slots, 2 * i, (offset - from) / width);
      LittleEndian.int32(slots, 2 * i + 1, length / width);
    }
    values.heap(rawHeap);
    values.elements(from / width, (to - from) / width);
  }

  /** Lists that begin anywhere, as behind the lengths that a chunk stores, are put together. */
  private void pack(byte[] raw, int rawStart, int count, byte[] rawHeap, ColumnValues values) {
    int width = element.width();
    ElementHeap packed = values.newHeap();
    byte[] slots = values.bytes();
    int lastOffset = -1;
    int lastLength = 0;
    int at = 0;
    for (int i = 0; i < count; i++) {
      int offset = LittleEndian.int32(raw, 2 * (rawStart + i));
      int length = LittleEndian.int32(raw, 2 * (rawStart + i) + 1);
      // cells that are not stored share the one fill value
      if (offset != lastOffset || length != lastLength) {
        at = packed.append(rawHeap, offset, length);
        lastOffset = offset;
        lastLength = length;
      }
      LittleEndian.int32(slots, 2 * i, at / width);
      LittleEndian.int32(slots, 2 * i + 1, length / width);
    }
    values.heap(packed.bytes());
    values.elements(0, packed.size() / width);
  }
}
