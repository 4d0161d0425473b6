package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.DataType.FixedText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * numpy {@code U}: {@code <U5} in v2, {@code fixed_length_utf32} in v3. A fill value is a text of
 * no more code points than an element has.
 */
final class FixedTextForm extends FixedForm {
  FixedTextForm() {
    super('U', Integer.BYTES, "fixed_length_utf32");
  }

  @Override
  DataType ofUnits(int units) {
    return new FixedText(units);
  }

  @Override
  public boolean writes(DataType type) {
    return type instanceof FixedText;
  }

  @Override
  public FillValue fill(Typed type, JsonNode fill, ZarrFormat format, Place place) {
    FixedText text = (FixedText) type.type();
    int width = Integer.BYTES * text.characters();
    if (FillBytes.isZero(fill)) {
      return FillValue.padded(new byte[0], width);
    }
    String value = fill.isTextual() ? fill.textValue() : "";
    int characters = value.codePointCount(0, value.length());
    boolean whole = value.codePoints().noneMatch(FixedTextForm::isSurrogate);
    if (!fill.isTextual() || !whole || characters > text.characters()) {
      throw DataTypeForm.unfit("text of " + text.characters() + " characters", fill, place);
    }
    ByteBuffer start =
        ByteBuffer.allocate(Integer.BYTES * characters).order(ByteOrder.LITTLE_ENDIAN);
    value.codePoints().forEach(start::putInt);
    return FillValue.padded(start.array(), width);
  }

  @Override
  public JsonNode fillToJson(Typed type, FillValue fill, ZarrFormat format) {
    byte[] start = fill.unpadded();
    int characters = (start.length + Integer.BYTES - 1) / Integer.BYTES;
    ByteBuffer points =
        ByteBuffer.allocate(Integer.BYTES * characters).order(ByteOrder.LITTLE_ENDIAN);
    points.put(start).rewind();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < characters; i++) {
      int point = points.getInt();
      if (!Character.isValidCodePoint(point) || isSurrogate(point)) {
        throw new MetadataException(
            "Cannot write a fill value: 0x" + Integer.toHexString(point) + " is no character.");
      }
      text.appendCodePoint(point);
    }
    return Json.NODES.textNode(text.toString());
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
