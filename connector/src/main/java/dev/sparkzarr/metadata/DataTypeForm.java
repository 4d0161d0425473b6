package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * How documents spell one family of data types and their fill values. A new family is a case of
 * {@link DataType}, one of these, and its line in {@link DataTypes}.
 */
interface DataTypeForm {
  /**
   * @param dtype a v2 {@code dtype} as text, never that of objects
   * @return the type and the byte order that v2 puts into the same text; empty when the type is
   *     another family's
   */
  Optional<Typed> ofV2(Typestr dtype, Place place);

  /**
   * @param type a v3 {@code data_type}
   * @return empty when the type is another family's
   */
  Optional<DataType> ofV3(Extension type, Place place);

  /**
   * @return whether the type is this family's
   */
  boolean writes(DataType type);

  /**
   * @return the v2 {@code dtype}
   * @throws MetadataException when v2 has no spelling for the type
   */
  JsonNode toV2(Typed type);

  /**
   * @return the v3 {@code data_type}
   * @throws MetadataException when v3 has no spelling for the type
   */
  JsonNode toV3(DataType type);

  /**
   * @param type with the byte orders in which base64 texts of records are
   * @param fill not null JSON
   */
  FillValue fill(Typed type, JsonNode fill, ZarrFormat format, Place place);

  /**
   * @param type with the byte orders in which base64 texts of records are
   * @throws MetadataException when the format has no spelling for the value
   */
  JsonNode fillToJson(Typed type, FillValue fill, ZarrFormat format);

  /**
   * A data type with the order of its bytes in stored chunks.
   *
   * @param orders none when the type has none, being one byte wide
   */
  record Typed(DataType type, ByteOrders orders) {
    static Typed unordered(DataType type) {
      return new Typed(type, ByteOrders.NONE);
    }
  }

  /** The error of a type that v2 has no spelling for. */
  static MetadataException noV2(DataType type) {
    return new MetadataException(
        "Cannot write a Zarr v2 array: v2 has no data type " + type.name() + ". Use format 3.");
  }

  /** The error of a fill value that is none. */
  static MetadataException unfit(String type, JsonNode fill, Place place) {
    return place.problem("the fill value " + Place.quote(fill) + " is not a " + type + ".");
  }
}
