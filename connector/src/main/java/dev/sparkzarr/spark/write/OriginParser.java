package dev.sparkzarr.spark.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.write.AxisOrder;
import dev.sparkzarr.dataset.write.ColumnOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.types.Metadata;

/**
 * What a column was in the store that it was read from, out of the field metadata {@code zarr} that
 * reading attached. Anyone can write such metadata: what does not look like ours is left out.
 */
final class OriginParser {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OriginParser() {}

  /**
   * @param field metadata of a field
   */
  static Optional<ColumnOrigin> of(Metadata field) {
    if (!field.contains("zarr")) {
      return Optional.empty();
    }
    try {
      // As text: a list without elements may have become one of another type on its way.
      JsonNode zarr = JSON.readTree(field.getMetadata("zarr").json());
      List<String> dimensions = new ArrayList<>();
      zarr.required("dimensions").forEach(name -> dimensions.add(name.textValue()));
      return Optional.of(
          new ColumnOrigin(
              dimensions,
              Column.Role.valueOf(upper(zarr.required("role").textValue())),
              zarr.path("index").booleanValue(),
              zarr.has("order")
                  ? AxisOrder.valueOf(upper(zarr.get("order").textValue()))
                  : AxisOrder.ASCENDING,
              Optional.ofNullable(zarr.path("dtype").textValue()),
              object(zarr, "attributes"),
              object(zarr, "encoding"),
              object(zarr, "table")));
    } catch (JsonProcessingException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private static ObjectNode object(JsonNode zarr, String name) throws JsonProcessingException {
    return zarr.has(name)
        ? (ObjectNode) JSON.readTree(zarr.get(name).textValue())
        : JsonNodeFactory.instance.objectNode();
  }
}
