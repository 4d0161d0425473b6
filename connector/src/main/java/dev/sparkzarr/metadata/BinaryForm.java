package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.DataType.Binary;
import java.util.Optional;
import java.util.Set;

/**
 * Bytes of any length: {@code bytes} and its other names in v3, objects in v2. A fill value is
 * base64, or in v3 a list of integers.
 */
final class BinaryForm implements DataTypeForm {
  private static final Set<String> V3 = Set.of("bytes", "variable_length_bytes", "binary");

  @Override
  public Optional<Typed> ofV2(Typestr dtype, Place place) {
    return Optional.empty();
  }

  @Override
  public Optional<DataType> ofV3(Extension type, Place place) {
    if (!V3.contains(type.name())) {
      return Optional.empty();
    }
    type.refuseConfiguration("data type", place);
    return Optional.of(new Binary());
  }

  @Override
  public boolean writes(DataType type) {
    return type instanceof Binary;
  }

  @Override
  public JsonNode toV2(Typed type) {
    return ObjectTypes.DTYPE;
  }

  @Override
  public JsonNode toV3(DataType type) {
    return Json.NODES.textNode(type.name());
  }

  @Override
  public FillValue fill(Typed type, JsonNode fill, ZarrFormat format, Place place) {
    if (format == ZarrFormat.V2 && FillBytes.isZero(fill)) {
      return new FillValue(new byte[0]);
    }
    return FillBytes.ofBase64(fill, Integer.MAX_VALUE)
        .or(() -> FillBytes.ofIntegers(fill))
        .map(FillValue::new)
        .orElseThrow(() -> DataTypeForm.unfit("base64 text", fill, place));
  }

  @Override
  public JsonNode fillToJson(Typed type, FillValue fill, ZarrFormat format) {
    return FillBytes.toBase64(fill.pattern());
  }
}
