package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.DataType.Text;
import java.util.Optional;

/**
 * Text of any length: {@code string} in v3, objects in v2. A fill value is a text; v2 writers also
 * spelled the empty one 0, and another number means its text.
 */
final class TextForm implements DataTypeForm {
  @Override
  public Optional<Typed> ofV2(Typestr dtype, Place place) {
    return Optional.empty();
  }

  @Override
  public Optional<DataType> ofV3(Extension type, Place place) {
    if (!type.name().equals("string")) {
      return Optional.empty();
    }
    type.refuseConfiguration("data type", place);
    return Optional.of(new Text());
  }

  @Override
  public boolean writes(DataType type) {
    return type instanceof Text;
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
    Optional<String> text = Optional.ofNullable(fill.textValue());
    if (format == ZarrFormat.V2 && fill.isNumber()) {
      text = Optional.of(FillBytes.isZero(fill) ? "" : fill.asText());
    }
    return text.flatMap(FillBytes::ofText)
        .map(FillValue::new)
        .orElseThrow(() -> DataTypeForm.unfit("text", fill, place));
  }

  @Override
  public JsonNode fillToJson(Typed type, FillValue fill, ZarrFormat format) {
    return FillBytes.toText(fill.pattern())
        .map(Json.NODES::textNode)
        .orElseThrow(
            () -> new MetadataException("Cannot write a fill value: it is not text in UTF-8."));
  }
}
