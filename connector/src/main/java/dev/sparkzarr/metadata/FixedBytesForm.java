package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.DataType.FixedBytes;

/**
 * numpy {@code S}: {@code |S5} in v2, {@code null_terminated_bytes} in v3. A fill value is base64,
 * where zeros at the end may be left out.
 */
final class FixedBytesForm extends FixedForm {
  FixedBytesForm() {
    super('S', 1, "null_terminated_bytes");
  }

  @Override
  DataType ofUnits(int units) {
    return new FixedBytes(units);
  }

  @Override
  public boolean writes(DataType type) {
    return type instanceof FixedBytes;
  }

  @Override
  public FillValue fill(Typed type, JsonNode fill, ZarrFormat format, Place place) {
    int length = ((FixedBytes) type.type()).length();
    if (FillBytes.isZero(fill)) {
      return FillValue.padded(new byte[0], length);
    }
    return FillBytes.ofBase64(fill, length)
        .map(bytes -> FillValue.padded(bytes, length))
        .orElseThrow(() -> DataTypeForm.unfit("base64 of " + length + " bytes", fill, place));
  }

  @Override
  public JsonNode fillToJson(Typed type, FillValue fill, ZarrFormat format) {
    return FillBytes.toBase64(fill.unpadded());
  }
}
