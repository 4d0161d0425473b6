package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.dataset.ArrayLayout;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ZarrFormat;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
    if (array.format() == ZarrFormat.V2 && !encoding.has("_FillValue")) {
      fill(array).ifPresent(value -> encoding.set("_FillValue", value));
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

  /**
   * In format 2 the array's fill value masks, where in format 3 only the attribute does. Source:
   * xarray's {@code backends/zarr}.
   */
  private static Optional<JsonNode> fill(ArrayMetadata array) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    DataType type = array.dataType().storage();
    if (array.fillValue().isEmpty()) {
      return Optional.empty();
    }
    byte[] pattern = array.fillValue().get().pattern();
    if (type instanceof DataType.Text) {
      return Optional.of(json.textNode(new String(pattern, StandardCharsets.UTF_8)));
    }
    if (!(type instanceof DataType.Numeric numeric)) {
      return Optional.empty();
    }
    return switch (numeric.kind()) {
      case FLOAT32 -> Optional.of(number(LittleEndian.float32(pattern, 0)));
      case FLOAT64 -> Optional.of(number(LittleEndian.float64(pattern, 0)));
      case INT8, INT16, INT32, INT64 -> Optional.of(json.numberNode(whole(pattern, false)));
      case UINT8, UINT16, UINT32, UINT64 -> Optional.of(json.numberNode(whole(pattern, true)));
      default -> Optional.empty();
    };
  }

  private static JsonNode number(double value) {
    return Double.isNaN(value) || Double.isInfinite(value)
        ? JsonNodeFactory.instance.textNode(Double.toString(value))
        : JsonNodeFactory.instance.numberNode(value);
  }

  private static BigInteger whole(byte[] pattern, boolean unsigned) {
    byte[] bigEndian = new byte[pattern.length];
    for (int i = 0; i < pattern.length; i++) {
      bigEndian[i] = pattern[pattern.length - 1 - i];
    }
    return unsigned ? new BigInteger(1, bigEndian) : new BigInteger(bigEndian);
  }
}
