package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.DataTypeForm.Typed;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Reads {@code zarr.json}, an array's or a group's, of Zarr v3 (core 3.1). A top-level field that
 * is not known is refused unless it is an object that says {@code "must_understand": false}.
 * Stateless.
 */
public final class ZarrJsonParser {
  /** The document's key below its node. */
  public static final String NAME = "zarr.json";

  static final String NODE_TYPE = "node_type";
  static final String ATTRIBUTES = "attributes";
  static final String CONSOLIDATED = "consolidated_metadata";
  static final String METADATA = "metadata";
  static final String KIND = "kind";
  static final String INLINE = "inline";
  static final String DATA_TYPE = "data_type";
  static final String CHUNK_GRID = "chunk_grid";
  static final String CHUNK_KEY_ENCODING = "chunk_key_encoding";
  static final String FILL_VALUE = "fill_value";
  static final String CODECS = "codecs";
  static final String DIMENSION_NAMES = "dimension_names";
  static final String STORAGE_TRANSFORMERS = "storage_transformers";
  static final String ZARR_FORMAT = "zarr_format";

  private static final Set<String> GROUP_FIELDS =
      Set.of(ZARR_FORMAT, NODE_TYPE, ATTRIBUTES, CONSOLIDATED);
  private static final Set<String> ARRAY_FIELDS =
      Set.of(
          ZARR_FORMAT,
          NODE_TYPE,
          ATTRIBUTES,
          Fields.SHAPE,
          DATA_TYPE,
          CHUNK_GRID,
          CHUNK_KEY_ENCODING,
          FILL_VALUE,
          CODECS,
          DIMENSION_NAMES,
          STORAGE_TRANSFORMERS);

  private ZarrJsonParser() {}

  /**
   * What a document says.
   *
   * @param node the array or group
   * @param consolidated every node below the group, when the document holds them
   */
  public record Result(NodeMetadata node, Optional<ConsolidatedMetadata> consolidated) {}

  /**
   * @param document left as it was
   * @param path of the node, to which consolidated metadata are relative
   * @param store for messages
   * @throws MetadataException when the document cannot be read
   */
  public static Result parse(ByteBuffer document, NodePath path, String store) {
    return parse(document, path, store, true);
  }

  /** As {@link #parse}, without a look at consolidated metadata. */
  public static NodeMetadata parseNode(ByteBuffer document, NodePath path, String store) {
    return parse(document, path, store, false).node();
  }

  private static Result parse(
      ByteBuffer document, NodePath path, String store, boolean withConsolidated) {
    ObjectNode json = Json.parseObject(document, Place.node(path, store));
    NodeMetadata node = node(json, path, store);
    Optional<ObjectNode> consolidated =
        withConsolidated && node instanceof GroupMetadata
            ? new Fields(json, Place.group(path, store)).object(CONSOLIDATED)
            : Optional.empty();
    return new Result(
        node, consolidated.flatMap(inline -> InlineConsolidated.parse(inline, path, store)));
  }

  static NodeMetadata node(ObjectNode json, NodePath path, String store) {
    Fields fields = new Fields(json, Place.node(path, store));
    refuseDrafts(fields);
    fields.requireFormat(3);
    String type = fields.text(NODE_TYPE);
    return switch (type) {
      case "array" -> array(json, Place.array(path, store));
      case "group" -> group(json, Place.group(path, store));
      default -> throw fields.wrong(NODE_TYPE, "'array' or 'group'", json.get(NODE_TYPE));
    };
  }

  private static void refuseDrafts(Fields fields) {
    JsonNode format = fields.json().path(ZARR_FORMAT);
    if (fields.json().has("metadata_encoding") || format.isTextual()) {
      throw fields
          .place()
          .problem(
              "it is a store of a draft of Zarr v3 (from before 2023), whose layout differs."
                  + " Convert it with the software that wrote it.");
    }
  }

  private static GroupMetadata group(ObjectNode json, Place place) {
    refuseUnknown(json, GROUP_FIELDS, place);
    return new GroupMetadata(
        ZarrFormat.V3,
        new Attributes(DimensionNames.withoutNczarr(attributes(new Fields(json, place)))));
  }

  static ArrayMetadata array(ObjectNode json, Place place) {
    refuseUnknown(json, ARRAY_FIELDS, place);
    Fields fields = new Fields(json, place);
    Shape shape = fields.lengths(Fields.SHAPE);
    JsonNode dataType = fields.required(DATA_TYPE);
    DataType type = DataTypes.ofV3(dataType, place);
    refuseTransformers(fields);
    JsonNode fill = fields.required(FILL_VALUE);
    if (fill.isNull()) {
      throw place.problem("'fill_value' is null, which Zarr v3 does not allow.");
    }
    List<CodecSpec> codecs = CodecSpec.parseChain(fields.required(CODECS), place);
    if (codecs.isEmpty()) {
      throw place.problem("'codecs' is empty; one that turns values into bytes is needed.");
    }
    if (isStructured(dataType)) {
      codecs = BytesEndian.littleIfAbsent(codecs, place);
    }
    Typed typed = new Typed(type, BytesEndian.of(codecs, place));
    ObjectNode attributes = DimensionNames.withoutNczarr(attributes(fields));
    Optional<JsonNode> names = fields.optional(DIMENSION_NAMES);
    return ArrayDocument.describe(
        ZarrFormat.V3,
        shape,
        type,
        V3Grid.parse(fields.required(CHUNK_GRID), shape, place),
        V3Keys.parse(fields.required(CHUNK_KEY_ENCODING), place),
        Optional.of(DataTypes.formOf(type).fill(typed, fill, ZarrFormat.V3, place)),
        codecs,
        names.isPresent()
            ? DimensionNames.parse(names.get(), DIMENSION_NAMES, shape.rank(), place)
            : DimensionNames.takeV3(attributes, shape.rank()),
        new Attributes(attributes));
  }

  private static boolean isStructured(JsonNode dataType) {
    return dataType.path(Extension.NAME).asText().equals(StructForm.STRUCTURED);
  }

  private static void refuseUnknown(ObjectNode json, Set<String> known, Place place) {
    json.fields()
        .forEachRemaining(
            field -> {
              if (known.contains(field.getKey())) {
                return;
              }
              JsonNode value = field.getValue();
              JsonNode must = value.path(Extension.MUST_UNDERSTAND);
              boolean skippable = value.isObject() && must.isBoolean() && !must.booleanValue();
              boolean absent = field.getKey().equals(CONSOLIDATED) && value.isNull();
              if (!skippable && !absent) {
                throw place.problem(
                    "it has the field "
                        + Place.quote(field.getKey())
                        + ", which this version does not know and must understand.");
              }
            });
  }

  private static void refuseTransformers(Fields fields) {
    JsonNode transformers = fields.json().path(STORAGE_TRANSFORMERS);
    boolean none =
        transformers.isMissingNode()
            || transformers.isNull()
            || transformers.isArray() && transformers.isEmpty();
    if (!none) {
      throw fields
          .place()
          .problem(
              "it has storage transformers, "
                  + transformerNames(transformers)
                  + ", which are not supported by this version. Rewrite the array without them,"
                  + " with the software that wrote it.");
    }
  }

  private static String transformerNames(JsonNode transformers) {
    if (!transformers.isArray()) {
      return Place.quote(transformers);
    }
    StringJoiner names = new StringJoiner(" and ");
    for (int i = 0; i < Math.min(transformers.size(), 4); i++) {
      JsonNode each = transformers.get(i);
      names.add(Place.quote(each.hasNonNull(Extension.NAME) ? each.get(Extension.NAME) : each));
    }
    return names.toString();
  }

  private static ObjectNode attributes(Fields fields) {
    return fields.object(ATTRIBUTES).orElseGet(Json.NODES::objectNode);
  }
}
