package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads {@code .zmetadata} at the root of a v2 store: {@code {"zarr_consolidated_format": 1,
 * "metadata": {"t2m/.zarray": {...}, ...}}}. Stateless.
 */
public final class ZmetadataParser {
  /** The document's key below the root. */
  public static final String NAME = ".zmetadata";

  static final String FORMAT = "zarr_consolidated_format";

  private ZmetadataParser() {}

  /**
   * @param document left as it was
   * @param store for messages
   * @return the root among the nodes; a group, if the document does not say what it is
   * @throws MetadataException when the document cannot be read
   */
  public static ConsolidatedMetadata parse(ByteBuffer document, String store) {
    Place place = Place.consolidated(NodePath.ROOT, store);
    Fields fields = new Fields(Json.parseObject(document, place), place);
    JsonNode format = fields.required(FORMAT);
    if (!format.isIntegralNumber() || !format.canConvertToInt() || format.intValue() != 1) {
      throw fields.wrong(FORMAT, "1", format);
    }
    JsonNode metadata = fields.required(ZarrJsonParser.METADATA);
    if (!metadata.isObject()) {
      throw fields.wrong(ZarrJsonParser.METADATA, "an object", metadata);
    }
    ConsolidatedBuilder nodes = new ConsolidatedBuilder(NodePath.ROOT, ZarrFormat.V2, place);
    byNode(metadata, nodes, place)
        .forEach((path, documents) -> nodes.add(path, () -> node(documents, path, store)));
    return nodes.build();
  }

  /** Gathers the documents of each node: keys end with the name of the document. */
  private static Map<NodePath, Map<String, JsonNode>> byNode(
      JsonNode metadata, ConsolidatedBuilder nodes, Place place) {
    Map<NodePath, Map<String, JsonNode>> documents = new TreeMap<>();
    documents.put(NodePath.ROOT, new TreeMap<>());
    metadata
        .fields()
        .forEachRemaining(
            entry -> {
              String key = entry.getKey();
              int slash = key.lastIndexOf('/');
              String name = key.substring(slash + 1);
              NodePath path = slash <= 0 ? NodePath.ROOT : nodes.path(key.substring(0, slash));
              boolean known =
                  name.equals(ZarrayParser.NAME)
                      || name.equals(ZgroupParser.NAME)
                      || name.equals(ZattrsParser.NAME);
              if (known
                  && documents
                          .computeIfAbsent(path, p -> new TreeMap<>())
                          .put(name, entry.getValue())
                      != null) {
                throw place.problem(
                    "it lists "
                        + Place.quote(key)
                        + " twice. Option consolidated=false ignores it.");
              }
            });
    return documents;
  }

  private static NodeMetadata node(Map<String, JsonNode> documents, NodePath path, String store) {
    ObjectNode zattrs =
        documents.containsKey(ZattrsParser.NAME)
            ? object(documents, ZattrsParser.NAME, Place.node(path, store))
            : Json.NODES.objectNode();
    if (documents.containsKey(ZarrayParser.NAME)) {
      Place place = Place.array(path, store);
      return ZarrayParser.array(object(documents, ZarrayParser.NAME, place), zattrs, place);
    }
    if (documents.containsKey(ZgroupParser.NAME)) {
      Place place = Place.group(path, store);
      return ZgroupParser.group(object(documents, ZgroupParser.NAME, place), zattrs, place);
    }
    return ZgroupParser.implicit(zattrs);
  }

  private static ObjectNode object(Map<String, JsonNode> documents, String name, Place place) {
    if (documents.get(name) instanceof ObjectNode object) {
      return object;
    }
    throw place.problem("its '" + name + "' in the consolidated metadata is not a JSON object.");
  }
}
