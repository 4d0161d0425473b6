package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * How documents spell one family of data types and their fill values. A new family is a case of
 * {@link DataType}, one of these, and its line in {@link DataTypes}.
 */
interface DataTypeForm {
  /**
   * @param typestr a v2 {@code dtype}
   * @return the type and the byte order that v2 puts into the same text; empty when the type is
   *     another family's
   */
  Optional<Typed> ofV2(JsonNode typestr, Place place);

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
   */
  JsonNode toV2(Typed type);

  /**
   * @return the v3 {@code data_type}
   */
  JsonNode toV3(DataType type);

  /**
   * @param fill not null JSON
   */
  FillValue fill(DataType type, JsonNode fill, ZarrFormat format, Place place);

  /**
   * @throws MetadataException when the format has no spelling for the value
   */
  JsonNode fillToJson(DataType type, FillValue fill, ZarrFormat format);

  /**
   * A data type with the order of its bytes in stored chunks.
   *
   * @param endian empty when the type has none, being one byte wide
   */
  record Typed(DataType type, Optional<Endian> endian) {}
}
