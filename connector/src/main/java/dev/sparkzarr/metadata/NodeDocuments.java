package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The documents that store a node: what {@code store.put} takes, by key. Every codec is written in
 * object form, since not every reader knows the short one. Stateless.
 */
public final class NodeDocuments {
  /** No document may be larger, in bytes: 64 MiB. */
  public static final long LARGEST = 64L << 20;

  private NodeDocuments() {}

  /**
   * @return the node's documents by the end of their keys: {@code zarr.json}, or {@code .zarray} or
   *     {@code .zgroup}, and {@code .zattrs}
   * @throws MetadataException when the node's format has no spelling for it
   */
  public static SortedMap<String, ByteBuffer> of(NodeMetadata node) {
    SortedMap<String, ByteBuffer> documents = new TreeMap<>();
    trees(node).forEach((name, json) -> documents.put(name, bytes(json)));
    return documents;
  }

  /**
   * The documents of a root group whose consolidated metadata list every node below it.
   *
   * @param nodes every node below the root, groups and arrays, by path; all of the root's format
   * @return the root's own documents, and {@code .zmetadata} in v2
   * @throws MetadataException when a node is of another format, or has no spelling
   */
  public static SortedMap<String, ByteBuffer> consolidated(
      GroupMetadata root, Map<NodePath, NodeMetadata> nodes) {
    nodes.forEach(
        (path, node) -> {
          if (node.format() != root.format() || path.isRoot()) {
            throw new MetadataException(
                "Cannot consolidate node "
                    + path
                    + ": it is of another format than the root, or the root itself.");
          }
        });
    SortedMap<String, ByteBuffer> documents = of(root);
    ObjectNode metadata = Json.NODES.objectNode();
    ObjectNode json = Json.NODES.objectNode();
    if (root.format() == ZarrFormat.V2) {
      trees(root).forEach(metadata::set);
      new TreeMap<>(nodes)
          .forEach(
              (path, node) ->
                  trees(node).forEach((name, tree) -> metadata.set(path.key(name).value(), tree)));
      json.put(ZmetadataParser.FORMAT, 1);
      json.set(ZarrJsonParser.METADATA, metadata);
      documents.put(ZmetadataParser.NAME, bytes(json));
    } else {
      new TreeMap<>(nodes)
          .forEach(
              (path, node) -> metadata.set(path.value(), trees(node).get(ZarrJsonParser.NAME)));
      json.put(ZarrJsonParser.KIND, ZarrJsonParser.INLINE);
      json.put(Extension.MUST_UNDERSTAND, false);
      json.set(ZarrJsonParser.METADATA, metadata);
      ObjectNode document = (ObjectNode) trees(root).get(ZarrJsonParser.NAME);
      document.set(ZarrJsonParser.CONSOLIDATED, json);
      documents.put(ZarrJsonParser.NAME, bytes(document));
    }
    return documents;
  }

  static SortedMap<String, JsonNode> trees(NodeMetadata node) {
    SortedMap<String, JsonNode> trees = new TreeMap<>();
    ObjectNode json =
        node instanceof ArrayMetadata array
            ? Json.parseObject(array.document(), new Place("array metadata"))
            : Json.NODES.objectNode();
    ObjectNode attributes = node.attributes().toJson();
    if (node.format() == ZarrFormat.V3) {
      if (node instanceof GroupMetadata) {
        json.put(ZarrJsonParser.ZARR_FORMAT, 3);
        json.put(ZarrJsonParser.NODE_TYPE, "group");
      }
      json.set(ZarrJsonParser.ATTRIBUTES, attributes);
      trees.put(ZarrJsonParser.NAME, json);
      return trees;
    }
    if (node instanceof ArrayMetadata array) {
      trees.put(ZarrayParser.NAME, json);
      putNames(array, attributes);
    } else {
      json.put(ZarrJsonParser.ZARR_FORMAT, 2);
      trees.put(ZgroupParser.NAME, json);
    }
    trees.put(ZattrsParser.NAME, attributes);
    return trees;
  }

  private static void putNames(ArrayMetadata array, ObjectNode attributes) {
    if (array.dimensionNames().contains(java.util.Optional.<String>empty())) {
      throw new MetadataException(
          "Cannot write a Zarr v2 array: format 2 needs a name for every dimension, or for none.");
    }
    if (!array.dimensionNames().isEmpty() || array.shape().rank() == 0) {
      attributes.set(DimensionNames.ATTRIBUTE, DimensionNames.toJson(array.dimensionNames()));
    }
  }

  private static ByteBuffer bytes(JsonNode json) {
    return ByteBuffer.wrap(Json.writePretty(json).getBytes(StandardCharsets.UTF_8));
  }
}
