package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.codec.ElementHeap;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.LittleEndian;
import java.util.List;

/** UTF-32 of one length as UTF-8; zeros at the end are padding. */
final class FixedTextDecoder extends SlotDecoder {
  private static final long serialVersionUID = 1L;

  private final int characters;

  FixedTextDecoder(int characters, List<byte[]> missingValues, String where) {
    super(ColumnType.TEXT, missingValues, where);
    this.characters = characters;
  }

  @Override
  void slots(byte[] raw, int rawStart, int count, byte[] rawHeap, ColumnValues values) {
    ElementHeap heap = values.newHeap();
    byte[] text = new byte[4 * characters];
    byte[] slots = values.bytes();
    for (int i = 0; i < count; i++) {
      int first = (rawStart + i) * characters;
      int length = characters;
      while (length > 0 && LittleEndian.int32(raw, first + length - 1) == 0) {
        length--;
      }
      int size = 0;
      for (int c = 0; c < length; c++) {
        int character = LittleEndian.int32(raw, first + c);
        if ((character & ~0x7f) == 0) {
          text[size++] = (byte) character;
        } else {
          size = CodePoint.putUtf8(checked(character), text, size);
        }
      }
      LittleEndian.int32(slots, 2 * i, heap.append(text, 0, size));
      LittleEndian.int32(slots, 2 * i + 1, size);
    }
    values.heap(heap.bytes());
  }

  private int checked(int character) {
    if (character < 0 || character > 0x10ffff || character >= 0xd800 && character <= 0xdfff) {
      throw new DatasetException(
          "Cannot decode "
              + where
              + " as text: 0x"
              + Integer.toHexString(character)
              + " is not a character. The chunk is damaged, or was not written as text; leave the"
              + " column out.");
    }
    return character;
  }
}
