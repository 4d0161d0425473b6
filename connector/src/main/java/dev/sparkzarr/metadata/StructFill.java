package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.DataType.Struct;
import dev.sparkzarr.metadata.DataType.Struct.Field;
import dev.sparkzarr.metadata.DataTypeForm.Typed;
import java.util.Arrays;

/**
 * Fill values of records: base64 of the packed record in v2 and in older v3 documents, in the byte
 * orders of the stored chunks; in v3 an object with a value for every field.
 */
final class StructFill {
  private StructFill() {}

  static FillValue parse(Typed type, JsonNode fill, ZarrFormat format, Place place) {
    Struct struct = (Struct) type.type();
    int width = struct.layout().width();
    if (FillBytes.isZero(fill)) {
      return FillValue.padded(new byte[0], width);
    }
    if (format == ZarrFormat.V3 && fill.isObject()) {
      byte[] pattern = new byte[width];
      put(struct, fill, pattern, 0, place);
      return new FillValue(pattern);
    }
    byte[] bytes =
        FillBytes.ofBase64(fill, width)
            .orElseThrow(
                () -> DataTypeForm.unfit("record of " + width + " bytes in base64", fill, place));
    bytes = Arrays.copyOf(bytes, width);
    StoredWords.of(struct, type.orders().each(struct)).turn(bytes);
    return format == ZarrFormat.V2
        ? new FillValue(bytes)
        : canonical(struct, new FillValue(bytes), place);
  }

  /** As if its fields had been spelled out. */
  private static FillValue canonical(Struct struct, FillValue fill, Place place) {
    try {
      return parse(Typed.unordered(struct), toJson(struct, fill), ZarrFormat.V3, place);
    } catch (MetadataException e) {
      throw place.problem("its fill value is not one of its record: " + e.getMessage());
    }
  }

  private static void put(Struct struct, JsonNode json, byte[] pattern, int start, Place place) {
    if (!(json instanceof ObjectNode object) || object.size() != struct.fields().size()) {
      throw unfit(struct, json, place);
    }
    int at = start;
    for (Field field : struct.fields()) {
      JsonNode value = object.get(field.name());
      int items = (int) field.shape().elements();
      boolean list = field.shape().rank() > 0;
      if (value == null || value.isNull() || list && (!value.isArray() || value.size() != items)) {
        throw unfit(struct, json, place);
      }
      for (int i = 0; i < items; i++) {
        at = put(field.type(), list ? value.get(i) : value, pattern, at, place);
      }
    }
  }

  private static int put(DataType type, JsonNode json, byte[] pattern, int at, Place place) {
    int width = type.layout().width();
    if (type.storage() instanceof Struct nested && json.isObject()) {
      put(nested, json, pattern, at, place);
    } else {
      FillValue fill =
          DataTypes.formOf(type).fill(Typed.unordered(type), json, ZarrFormat.V3, place);
      byte[] value = fill.unpadded(); // the rest is zero, as the pattern is
      System.arraycopy(value, 0, pattern, at, value.length);
    }
    return at + width;
  }

  private static MetadataException unfit(Struct struct, JsonNode fill, Place place) {
    return DataTypeForm.unfit(
        "record with a value for each of its " + struct.fields().size() + " fields", fill, place);
  }

  static JsonNode toBase64(Typed type, FillValue fill) {
    byte[] bytes = fill.pattern();
    StoredWords.of(type.type(), type.orders().each(type.type())).turn(bytes);
    return FillBytes.toBase64(new FillValue(bytes));
  }

  static JsonNode toJson(Struct struct, FillValue fill) {
    return toJson(struct, fill.pattern(), 0);
  }

  private static ObjectNode toJson(Struct struct, byte[] pattern, int start) {
    ObjectNode object = Json.NODES.objectNode();
    int at = start;
    for (Field field : struct.fields()) {
      int width = field.type().layout().width();
      int items = (int) field.shape().elements();
      ArrayNode list = Json.NODES.arrayNode();
      for (int i = 0; i < items; i++, at += width) {
        list.add(toJson(field.type(), pattern, at));
      }
      object.set(field.name(), field.shape().rank() > 0 ? list : list.get(0));
    }
    return object;
  }

  private static JsonNode toJson(DataType type, byte[] pattern, int at) {
    if (type.storage() instanceof Struct nested) {
      return toJson(nested, pattern, at);
    }
    FillValue fill = new FillValue(Arrays.copyOfRange(pattern, at, at + type.layout().width()));
    return DataTypes.formOf(type).fillToJson(Typed.unordered(type), fill, ZarrFormat.V3);
  }
}
