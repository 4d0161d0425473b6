package dev.sparkzarr.spark.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.write.AxisOrder;
import dev.sparkzarr.dataset.write.ColumnOrigin;
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
      Metadata zarr = field.getMetadata("zarr");
      return Optional.of(
          new ColumnOrigin(
              List.of(zarr.getStringArray("dimensions")),
              Column.Role.valueOf(upper(zarr.getString("role"))),
              zarr.contains("index") && zarr.getBoolean("index"),
              zarr.contains("order")
                  ? AxisOrder.valueOf(upper(zarr.getString("order")))
                  : AxisOrder.ASCENDING,
              zarr.contains("dtype") ? Optional.of(zarr.getString("dtype")) : Optional.empty(),
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

  private static ObjectNode object(Metadata zarr, String name) throws JsonProcessingException {
    return zarr.contains(name)
        ? (ObjectNode) JSON.readTree(zarr.getString(name))
        : JsonNodeFactory.instance.objectNode();
  }
}
