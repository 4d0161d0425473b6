package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Data types and single values as v3 documents spell them, for codecs whose configurations name
 * them. Stateless.
 */
public final class V3Scalar {
  private V3Scalar() {}

  /**
   * @param dataType as the {@code data_type} of an array
   * @throws MetadataException when it is not one that this version knows
   */
  public static DataType type(JsonNode dataType, Place place) {
    return DataTypes.ofV3(dataType, place);
  }

  /**
   * @param value as the {@code fill_value} of an array of the type
   * @throws MetadataException when it is not a value of the type
   */
  public static FillValue value(DataType type, JsonNode value, Place place) {
    return DataTypes.formOf(type)
        .fill(DataTypeForm.Typed.unordered(type), value, ZarrFormat.V3, place);
  }
}
