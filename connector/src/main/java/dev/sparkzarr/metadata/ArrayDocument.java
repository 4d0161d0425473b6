package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.DataTypeForm.Typed;
import java.util.List;
import java.util.Optional;

/**
 * An array's own document in canonical form, both ways: fields in a fixed order, codecs as objects,
 * names inside configurations ascending, no attributes. A v2 array's is its {@code .zarray}, a v3
 * array's its {@code zarr.json}.
 */
final class ArrayDocument {
  private ArrayDocument() {}

  /** The array of these parts, with its canonical document. */
  static ArrayMetadata describe(
      ZarrFormat format,
      Shape shape,
      DataType type,
      ChunkGrid grid,
      ChunkKeyEncoding keys,
      Optional<FillValue> fill,
      List<CodecSpec> codecs,
      List<Optional<String>> dimensionNames,
      Attributes attributes) {
    ObjectNode document =
        format == ZarrFormat.V2
            ? v2(shape, type, grid, keys, fill, codecs)
            : v3(shape, type, grid, keys, fill, codecs, dimensionNames);
    return new ArrayMetadata(
        format,
        shape,
        type,
        grid,
        keys,
        fill,
        codecs,
        dimensionNames,
        attributes,
        Json.write(document));
  }

  /** The inverse: an array without attributes. */
  static ArrayMetadata parse(String document) {
    Place place = new Place("array metadata");
    ObjectNode json = Json.parseObject(document, place);
    return json.has(ZarrJsonParser.NODE_TYPE)
        ? v3(json, place)
        : ZarrayParser.array(json, Json.NODES.objectNode(), place);
  }

  private static ArrayMetadata v3(ObjectNode json, Place place) {
    new Fields(json, place).requireFormat(3);
    return ZarrJsonParser.array(json, place);
  }

  /** Bytes per element; 1 where elements have no fixed size. */
  static int width(DataType type) {
    return type.layout().variable() ? 1 : type.layout().width();
  }

  private static ObjectNode v3(
      Shape shape,
      DataType type,
      ChunkGrid grid,
      ChunkKeyEncoding keys,
      Optional<FillValue> fill,
      List<CodecSpec> codecs,
      List<Optional<String>> dimensionNames) {
    if (fill.isEmpty()) {
      throw new MetadataException(
          "Cannot write a Zarr v3 array: format 3 needs a fill value. Give one.");
    }
    DataTypeForm form = DataTypes.formOf(type);
    ObjectNode json = Json.NODES.objectNode();
    json.put(ZarrJsonParser.ZARR_FORMAT, 3);
    json.put(ZarrJsonParser.NODE_TYPE, "array");
    json.set(Fields.SHAPE, V3Grid.lengths(shape));
    json.set(ZarrJsonParser.DATA_TYPE, form.toV3(type));
    json.set(ZarrJsonParser.CHUNK_GRID, V3Grid.toJson(grid));
    json.set(ZarrJsonParser.CHUNK_KEY_ENCODING, V3Keys.toJson(keys));
    json.set(
        ZarrJsonParser.FILL_VALUE,
        form.fillToJson(Typed.unordered(type), fill.get(), ZarrFormat.V3));
    json.set(ZarrJsonParser.CODECS, Json.sorted(CodecSpec.toJson(codecs)));
    if (!dimensionNames.isEmpty()) {
      json.set(ZarrJsonParser.DIMENSION_NAMES, DimensionNames.toJson(dimensionNames));
    }
    return json;
  }

  private static ObjectNode v2(
      Shape shape,
      DataType type,
      ChunkGrid grid,
      ChunkKeyEncoding keys,
      Optional<FillValue> fill,
      List<CodecSpec> codecs) {
    if (!(keys instanceof ChunkKeyEncoding.V2 encoding)) {
      throw new MetadataException(
          "Cannot write a Zarr v2 array: its chunk keys have no prefix 'c' and no suffix. Use format"
              + " 3, or the key encoding v2.");
    }
    if (!(grid instanceof ChunkGrid.Regular regular)) {
      throw new MetadataException(
          "Cannot write a Zarr v2 array: all its chunks have one shape. Use format 3, or a regular"
              + " grid.");
    }
    DataTypeForm form = DataTypes.formOf(type);
    V2Chain chain = V2Chain.ofChain(codecs, shape.rank(), type);
    Typed typed = new Typed(type, chain.orders());
    ObjectNode json = Json.NODES.objectNode();
    json.put(ZarrJsonParser.ZARR_FORMAT, 2);
    json.set(Fields.SHAPE, V3Grid.lengths(shape));
    json.set(ZarrayParser.CHUNKS, V3Grid.lengths(regular.chunkShape()));
    json.set(ZarrayParser.DTYPE, form.toV2(typed));
    json.set(
        ZarrayParser.COMPRESSOR,
        chain.compressor().<JsonNode>map(Json::sorted).orElseGet(Json.NODES::nullNode));
    json.set(
        ZarrJsonParser.FILL_VALUE,
        fill.map(f -> form.fillToJson(typed, f, ZarrFormat.V2)).orElseGet(Json.NODES::nullNode));
    json.put(ZarrayParser.ORDER, String.valueOf(chain.order()));
    json.set(ZarrayParser.FILTERS, Json.sorted(chain.filtersToJson()));
    json.put(ZarrayParser.DIMENSION_SEPARATOR, String.valueOf(encoding.separator()));
    return json;
  }
}
