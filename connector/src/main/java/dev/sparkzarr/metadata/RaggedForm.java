package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sparkzarr.metadata.DataType.Ragged;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Lists of any length: objects in v2; v3 has no name for them. A fill value is a list of the
 * elements' fill values; v2 writers also spelled the empty one 0 or as an empty text.
 */
final class RaggedForm implements DataTypeForm {
  @Override
  public Optional<Typed> ofV2(Typestr dtype, Place place) {
    return Optional.empty();
  }

  @Override
  public Optional<DataType> ofV3(Extension type, Place place) {
    return Optional.empty();
  }

  @Override
  public boolean writes(DataType type) {
    return type instanceof Ragged;
  }

  @Override
  public JsonNode toV2(Typed type) {
    return ObjectTypes.DTYPE;
  }

  @Override
  public JsonNode toV3(DataType type) {
    throw new MetadataException(
        "Cannot write a Zarr v3 array: v3 has no data type for lists of any length. Use format 2.");
  }

  @Override
  public FillValue fill(Typed type, JsonNode fill, ZarrFormat format, Place place) {
    boolean empty = FillBytes.isZero(fill) || fill.isTextual() && fill.textValue().isEmpty();
    if (!fill.isArray() && !empty) {
      throw DataTypeForm.unfit("list", fill, place);
    }
    Typed element = element(type);
    DataTypeForm form = DataTypes.formOf(element.type());
    int width = element.type().layout().width();
    if (fill.size() * (long) width > DataTypes.MOST_BYTES) {
      throw place.problem(
          "the fill value has " + fill.size() + " elements of " + width + " bytes, too many.");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (JsonNode item : fill) {
      bytes.writeBytes(form.fill(element, item, format, place).pattern());
    }
    return new FillValue(bytes.toByteArray());
  }

  @Override
  public JsonNode fillToJson(Typed type, FillValue fill, ZarrFormat format) {
    Typed element = element(type);
    DataTypeForm form = DataTypes.formOf(element.type());
    int width = element.type().layout().width();
    byte[] pattern = fill.pattern();
    ArrayNode list = Json.NODES.arrayNode();
    for (int at = 0; at < pattern.length; at += width) {
      byte[] item = Arrays.copyOfRange(pattern, at, at + width);
      list.add(form.fillToJson(element, new FillValue(item), format));
    }
    return list;
  }

  private static Typed element(Typed type) {
    return Typed.unordered(((Ragged) type.type()).element());
  }
}
