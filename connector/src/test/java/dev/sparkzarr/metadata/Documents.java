package dev.sparkzarr.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Documents written with ' for ", parsed as array /a of a store. */
final class Documents {
  static final String STORE = "memory:store";
  static final NodePath PATH = new NodePath("a");

  static final String V2 =
      """
      {'zarr_format': 2, 'shape': [100, 10], 'chunks': [30, 4], 'dtype': '<f4',
       'compressor': null, 'fill_value': 0, 'order': 'C', 'filters': null}""";

  static final String V3 =
      """
      {'zarr_format': 3, 'node_type': 'array', 'shape': [100, 10], 'data_type': 'float32',
       'chunk_grid': {'name': 'regular', 'configuration': {'chunk_shape': [30, 4]}},
       'chunk_key_encoding': {'name': 'default', 'configuration': {'separator': '/'}},
       'fill_value': 0, 'codecs': [{'name': 'bytes', 'configuration': {'endian': 'little'}}]}""";

  private Documents() {}

  static ByteBuffer bytes(String document) {
    return ByteBuffer.wrap(document.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static ArrayMetadata v2(String zarray) {
    return ZarrayParser.parse(bytes(zarray), Optional.empty(), PATH, STORE);
  }

  static ArrayMetadata v2(String zarray, String zattrs) {
    return ZarrayParser.parse(bytes(zarray), Optional.of(bytes(zattrs)), PATH, STORE);
  }

  static ZarrJsonParser.Result v3(String zarrJson) {
    return ZarrJsonParser.parse(bytes(zarrJson), PATH, STORE);
  }

  static ArrayMetadata v3Array(String zarrJson) {
    return (ArrayMetadata) v3(zarrJson).node();
  }

  /** {@link #V2} with one field's value replaced, or a field added before it. */
  static String v2With(String field, String value) {
    return with(V2, field, value);
  }

  /** {@link #V3} with one field's value replaced, or a field added before it. */
  static String v3With(String field, String value) {
    return with(V3, field, value);
  }

  static String without(String document, String field) {
    var json = Json.parseObject(document.replace('\'', '"'), new Place("test"));
    if (json.remove(field) == null) {
      throw new AssertionError("no field " + field);
    }
    return Json.write(json);
  }

  private static String with(String document, String field, String value) {
    var json = Json.parseObject(document.replace('\'', '"'), new Place("test"));
    json.set(
        field,
        Json.parseObject("{\"v\":" + value.replace('\'', '"') + "}", new Place("t")).get("v"));
    return Json.write(json);
  }
}
