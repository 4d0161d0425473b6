package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.DataTypeForm.Typed;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code .zarray} and the {@code .zattrs} beside it, of Zarr v2. Keys that are not known are
 * ignored, as v2 asks. Stateless.
 */
public final class ZarrayParser {
  /** The document's key below its node. */
  public static final String NAME = ".zarray";

  static final String CHUNKS = "chunks";
  static final String DTYPE = "dtype";
  static final String COMPRESSOR = "compressor";
  static final String ORDER = "order";
  static final String FILTERS = "filters";
  static final String DIMENSION_SEPARATOR = "dimension_separator";

  private ZarrayParser() {}

  /**
   * @param document left as it was
   * @param zattrs left as it was; empty when there is none
   * @param path of the array
   * @param store for messages
   * @throws MetadataException when a document cannot be read
   */
  public static ArrayMetadata parse(
      ByteBuffer document, Optional<ByteBuffer> zattrs, NodePath path, String store) {
    Place place = Place.array(path, store);
    return array(Json.parseObject(document, place), ZattrsParser.parse(zattrs, path, store), place);
  }

  static ArrayMetadata array(ObjectNode json, ObjectNode zattrs, Place place) {
    Fields fields = new Fields(json, place);
    fields.requireFormat(2);
    Shape shape = fields.lengths(Fields.SHAPE);
    List<ObjectNode> filters = filters(fields);
    Optional<ObjectNode> compressor = compressor(fields);
    List<ObjectNode> codecs = new ArrayList<>(filters);
    compressor.ifPresent(codecs::add);
    Typed typed = DataTypes.ofV2(fields.required(DTYPE), codecs, place);
    DataType type = typed.type();
    JsonNode fill = fields.required(ZarrJsonParser.FILL_VALUE);
    V2Chain chain = new V2Chain(order(fields), filters, compressor, typed.orders());
    ObjectNode attributes = zattrs.deepCopy();
    List<Optional<String>> names = DimensionNames.takeV2(json, attributes, shape.rank(), place);
    return ArrayDocument.describe(
        ZarrFormat.V2,
        shape,
        type,
        V3Grid.regular(fields, CHUNKS, shape),
        new ChunkKeyEncoding.V2(separator(fields)),
        fill.isNull()
            ? Optional.empty()
            : Optional.of(DataTypes.formOf(type).fill(typed, fill, ZarrFormat.V2, place)),
        chain.toChain(shape.rank(), type, place),
        names,
        new Attributes(DimensionNames.withoutNczarr(attributes)));
  }

  private static char separator(Fields fields) {
    return fields.optional(DIMENSION_SEPARATOR).isEmpty()
        ? '.'
        : V3Keys.separator(fields, DIMENSION_SEPARATOR, '.');
  }

  private static char order(Fields fields) {
    String order = fields.text(ORDER);
    if (!order.equals("C") && !order.equals("F")) {
      throw fields.wrong(ORDER, "'C' or 'F'", fields.json().get(ORDER));
    }
    return order.charAt(0);
  }

  private static List<ObjectNode> filters(Fields fields) {
    fields.required(FILTERS);
    List<ObjectNode> filters = new ArrayList<>();
    fields
        .list(FILTERS)
        .ifPresent(list -> list.forEach(filter -> filters.add(codec(filter, fields))));
    if (filters.size() > 32) {
      throw fields.place().problem("it has " + filters.size() + " filters; at most 32 are read.");
    }
    return filters;
  }

  private static Optional<ObjectNode> compressor(Fields fields) {
    fields.required(COMPRESSOR);
    return fields.optional(COMPRESSOR).map(compressor -> codec(compressor, fields));
  }

  private static ObjectNode codec(JsonNode codec, Fields fields) {
    JsonNode id = codec.path(V2Chain.ID);
    if (codec instanceof ObjectNode object && id.isTextual() && !id.textValue().isEmpty()) {
      return object;
    }
    throw fields.place().problem("a filter or compressor has no 'id': " + Place.quote(codec) + ".");
  }
}
