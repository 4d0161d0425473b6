package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.dataset.ArrayLayout;
import dev.sparkzarr.metadata.ArrayMetadata;
import java.util.Set;

/**
 * What an array's document says, parted as xarray does: what values mean, and how they are stored.
 *
 * @param attributes what they mean
 * @param encoding with xarray's keys, {@code chunks}, {@code shards}, {@code codecs} and {@code
 *     zarr_format} among them
 */
record StoredEncoding(ObjectNode attributes, ObjectNode encoding) {
  /** Attributes that say how values are encoded, not what they mean. */
  private static final Set<String> ENCODING =
      Set.of(
          "_FillValue",
          "missing_value",
          "scale_factor",
          "add_offset",
          "_Unsigned",
          "dtype",
          "coordinates",
          "grid_mapping");

  private static final Set<String> TIMES = Set.of("units", "calendar");

  /**
   * @param isTime whether values are times or spans of it, whose units are encoding
   */
  static StoredEncoding of(ArrayMetadata array, boolean isTime) {
    ObjectNode attributes = array.attributes().toJson();
    ObjectNode encoding = JsonNodeFactory.instance.objectNode();
    for (String name : array.attributes().names()) {
      if (ENCODING.contains(name) || isTime && TIMES.contains(name)) {
        encoding.set(name, attributes.remove(name));
      }
    }
    encoding.put("zarr_format", array.format().ordinal() + 2);
    ArrayGrid grid = ArrayLayout.of(array);
    encoding.set("chunks", ArrayLayout.json(grid.chunks()));
    if (grid.isSharded()) {
      encoding.set("shards", ArrayLayout.json(grid.objects()));
    }
    encoding.set("codecs", ArrayLayout.codecs(array));
    return new StoredEncoding(attributes, encoding);
  }
}
