package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A change of consolidated metadata: some nodes are written, some are no more, and what is said of
 * all others stays, character for character as far as JSON goes. Applied twice it is the same as
 * once. Immutable.
 */
public final class ConsolidatedPatch {
  private final TreeMap<NodePath, NodeMetadata> written;
  private final TreeSet<NodePath> removed;

  /**
   * @param written what nodes are from now on
   * @param removed nodes that are no more, with all below them, unless they are written
   */
  public ConsolidatedPatch(
      Map<NodePath, ? extends NodeMetadata> written, Collection<NodePath> removed) {
    this.written = new TreeMap<>(written);
    this.removed = new TreeSet<>(removed);
  }

  /**
   * @param document {@code zarr.json} of a group, left as it was
   * @return whether it holds consolidated metadata that can be patched
   * @throws MetadataException when it cannot be read
   */
  public static boolean isIn(ByteBuffer document, NodePath group, String store) {
    return metadataOf(Json.parseObject(document, Place.group(group, store))).isPresent();
  }

  private static Optional<ObjectNode> metadataOf(ObjectNode document) {
    JsonNode inline = document.path(ZarrJsonParser.CONSOLIDATED);
    return inline.path(ZarrJsonParser.KIND).asText().equals(ZarrJsonParser.INLINE)
            && inline.path(ZarrJsonParser.METADATA) instanceof ObjectNode metadata
        ? Optional.of(metadata)
        : Optional.empty();
  }

  /**
   * @param document {@code zarr.json} of a group, left as it was
   * @return the same without consolidated metadata
   * @throws MetadataException when it cannot be read
   */
  public static ByteBuffer takenFrom(ByteBuffer document, NodePath group, String store) {
    ObjectNode json = Json.parseObject(document, Place.group(group, store));
    json.remove(ZarrJsonParser.CONSOLIDATED);
    return bytes(json);
  }

  /**
   * Changes consolidated metadata inside {@code zarr.json}, which are made where there are none.
   *
   * @param own the group's document, of which all but the consolidated metadata is taken
   * @param listed the document of which the consolidated metadata is taken; may be {@code own}
   * @param group whose document it is; nodes that are not below it are passed over
   * @param store for messages
   * @throws MetadataException when a document cannot be read, or a node has no spelling
   */
  public ByteBuffer inline(ByteBuffer own, ByteBuffer listed, NodePath group, String store) {
    Place place = Place.group(group, store);
    ObjectNode json = Json.parseObject(own, place);
    ObjectNode metadata =
        metadataOf(Json.parseObject(listed, place)).orElseGet(Json.NODES::objectNode);
    removeFrom(metadata, UnaryOperator.identity(), group);
    written.forEach(
        (path, node) ->
            relative(path, group)
                .ifPresent(
                    key -> {
                      if (node.format() == ZarrFormat.V3) {
                        metadata.set(key, NodeDocuments.trees(node).get(ZarrJsonParser.NAME));
                      } else {
                        metadata.remove(key);
                      }
                    }));
    ObjectNode inline = Json.NODES.objectNode();
    inline.put(ZarrJsonParser.KIND, ZarrJsonParser.INLINE);
    inline.put(Extension.MUST_UNDERSTAND, false);
    inline.set(ZarrJsonParser.METADATA, metadata);
    json.set(ZarrJsonParser.CONSOLIDATED, inline);
    return bytes(json);
  }

  /**
   * Changes {@code .zmetadata}.
   *
   * @param document left as it was; empty where there is none yet
   * @param group whose document it is
   * @param store for messages
   * @throws MetadataException when the document cannot be read, or a node has no spelling
   */
  public ByteBuffer zmetadata(Optional<ByteBuffer> document, NodePath group, String store) {
    Place place = Place.consolidated(group, store);
    ObjectNode json =
        document.map(bytes -> Json.parseObject(bytes, place)).orElseGet(Json.NODES::objectNode);
    ObjectNode metadata =
        json.path(ZarrJsonParser.METADATA) instanceof ObjectNode found
            ? found
            : Json.NODES.objectNode();
    removeFrom(metadata, ConsolidatedPatch::nodeOf, group);
    written.forEach(
        (path, node) -> {
          Optional<String> relative = path.equals(group) ? Optional.of("") : relative(path, group);
          relative.ifPresent(
              below -> {
                String prefix = below.isEmpty() ? "" : below + "/";
                metadata.remove(prefix + ZarrayParser.NAME);
                metadata.remove(prefix + ZgroupParser.NAME);
                metadata.remove(prefix + ZattrsParser.NAME);
                if (node.format() == ZarrFormat.V2) {
                  NodeDocuments.trees(node)
                      .forEach((name, tree) -> metadata.set(prefix + name, tree));
                }
              });
        });
    json.put(ZmetadataParser.FORMAT, 1);
    json.set(ZarrJsonParser.METADATA, metadata);
    return bytes(json);
  }

  private static String nodeOf(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf('/')));
  }

  private void removeFrom(ObjectNode metadata, UnaryOperator<String> node, NodePath group) {
    List<String> gone = new ArrayList<>();
    for (NodePath path : removed) {
      relative(path, group)
          .ifPresent(
              place ->
                  metadata
                      .fieldNames()
                      .forEachRemaining(
                          key -> {
                            if (isBelow(node.apply(key), place)) {
                              gone.add(key);
                            }
                          }));
    }
    metadata.remove(gone);
  }

  private static boolean isBelow(String path, String place) {
    String plain = path.startsWith("/") ? path.substring(1) : path;
    return plain.equals(place) || plain.startsWith(place + "/");
  }

  private static Optional<String> relative(NodePath path, NodePath group) {
    if (path.equals(group)) {
      return Optional.empty();
    }
    if (group.isRoot()) {
      return Optional.of(path.value());
    }
    return path.value().startsWith(group.value() + "/")
        ? Optional.of(path.value().substring(group.value().length() + 1))
        : Optional.empty();
  }

  private static ByteBuffer bytes(ObjectNode json) {
    return ByteBuffer.wrap(Json.writePretty(json).getBytes(StandardCharsets.UTF_8));
  }
}
