package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.DataType.Raw;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Bytes without meaning: {@code |V4} in v2; {@code r32} with a list of integers as fill value in
 * v3, and zarr-python's {@code raw_bytes} with base64, which is read and written as {@code r32}.
 */
final class RawForm extends FixedForm {
  /** A longer fill value is written as base64. */
  private static final int LONGEST_LIST = 4096;

  RawForm() {
    super('V', 1, "raw_bytes");
  }

  @Override
  DataType ofUnits(int units) {
    return new Raw(units);
  }

  @Override
  public Optional<DataType> ofV3(Extension type, Place place) {
    OptionalInt bits = new Typestr('\0', type.name()).count('r');
    if (bits.isEmpty()) {
      return super.ofV3(type, place);
    }
    type.refuseConfiguration("data type", place);
    if (bits.getAsInt() % 8 != 0) {
      throw place.problem("data type '" + type.name() + "' is not a whole number of bytes.");
    }
    return Optional.of(ofBytes(bits.getAsInt() / 8, "'" + type.name() + "'", place));
  }

  @Override
  public boolean writes(DataType type) {
    return type instanceof Raw;
  }

  @Override
  public JsonNode toV3(DataType type) {
    return Json.NODES.textNode(type.name());
  }

  @Override
  public FillValue fill(Typed type, JsonNode fill, ZarrFormat format, Place place) {
    int length = ((Raw) type.type()).length();
    if (FillBytes.isZero(fill)) {
      return FillValue.padded(new byte[0], length);
    }
    if (format == ZarrFormat.V3 && fill.isArray() && fill.size() != length) {
      throw DataTypeForm.unfit("list of " + length + " bytes", fill, place);
    }
    return FillBytes.ofBase64(fill, length)
        .or(() -> FillBytes.ofIntegers(fill))
        .filter(bytes -> bytes.length <= length)
        .map(bytes -> FillValue.padded(bytes, length))
        .orElseThrow(() -> DataTypeForm.unfit("value of " + length + " bytes", fill, place));
  }

  @Override
  public JsonNode fillToJson(Typed type, FillValue fill, ZarrFormat format) {
    return format == ZarrFormat.V3 && fill.length() <= LONGEST_LIST
        ? FillBytes.toIntegers(fill.pattern())
        : FillBytes.toBase64(fill);
  }
}
