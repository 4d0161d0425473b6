package dev.sparkzarr.array.commit;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodeDocuments;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.metadata.ZarrJsonParser;
import dev.sparkzarr.metadata.ZarrayParser;
import dev.sparkzarr.metadata.ZattrsParser;
import dev.sparkzarr.metadata.ZgroupParser;
import dev.sparkzarr.metadata.ZmetadataParser;
import dev.sparkzarr.store.Store;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The documents of nodes themselves, without consolidated metadata and without a look at what lies
 * below. Stateless.
 */
final class OwnDocuments {
  /** Everything that makes a place a node, or describes one. */
  static final List<String> NAMES =
      List.of(
          ZarrJsonParser.NAME,
          ZmetadataParser.NAME,
          ZarrayParser.NAME,
          ZgroupParser.NAME,
          ZattrsParser.NAME);

  private OwnDocuments() {}

  /**
   * @return what stands at a path, one for each format; empty when there is no node
   * @throws dev.sparkzarr.metadata.MetadataException when a document cannot be read
   */
  static List<NodeMetadata> at(Store store, NodePath path) {
    List<NodeMetadata> nodes = new ArrayList<>();
    get(store, path, ZarrJsonParser.NAME)
        .ifPresent(json -> nodes.add(ZarrJsonParser.parseNode(json, path, store.describe())));
    Function<String, Optional<ByteBuffer>> documents = name -> get(store, path, name);
    v2(documents, path, store.describe()).ifPresent(nodes::add);
    return nodes;
  }

  /** As {@link #at}, but where there is a node of format 3 no other is looked for. */
  static Optional<NodeMetadata> first(Store store, NodePath path) {
    Optional<NodeMetadata> v3 =
        get(store, path, ZarrJsonParser.NAME)
            .map(json -> ZarrJsonParser.parseNode(json, path, store.describe()));
    return v3.isPresent() ? v3 : v2(name -> get(store, path, name), path, store.describe());
  }

  /** As {@link #at}, arrays alone. */
  static List<ArrayMetadata> arraysAt(Store store, NodePath path) {
    return at(store, path).stream()
        .filter(ArrayMetadata.class::isInstance)
        .map(ArrayMetadata.class::cast)
        .toList();
  }

  private static Optional<NodeMetadata> v2(
      Function<String, Optional<ByteBuffer>> documents, NodePath path, String place) {
    Optional<ByteBuffer> zarray = documents.apply(ZarrayParser.NAME);
    if (zarray.isPresent()) {
      return Optional.of(
          ZarrayParser.parse(zarray.get(), documents.apply(ZattrsParser.NAME), path, place));
    }
    return documents
        .apply(ZgroupParser.NAME)
        .map(zgroup -> ZgroupParser.parse(zgroup, documents.apply(ZattrsParser.NAME), path, place));
  }

  /** The node of documents by name, as {@link #of} gives them. */
  static NodeMetadata parse(Map<String, ByteBuffer> documents, NodePath path, String place) {
    if (documents.containsKey(ZarrJsonParser.NAME)) {
      return ZarrJsonParser.parseNode(documents.get(ZarrJsonParser.NAME), path, place);
    }
    return v2(name -> Optional.ofNullable(documents.get(name)), path, place)
        .orElseThrow(() -> new IllegalArgumentException("it holds no document of " + path));
  }

  /** A node's documents by name, in the order in which they are put: what makes it a node last. */
  static Map<String, ByteBuffer> of(NodeMetadata node) {
    Map<String, ByteBuffer> documents = NodeDocuments.of(node);
    Map<String, ByteBuffer> ordered = new LinkedHashMap<>();
    ByteBuffer attributes = documents.remove(ZattrsParser.NAME);
    if (attributes != null) {
      ordered.put(ZattrsParser.NAME, attributes);
    }
    ordered.putAll(documents);
    return ordered;
  }

  /** Documents of the other format, which are no more when a node is of this one. */
  static List<String> foreignTo(ZarrFormat format) {
    return format == ZarrFormat.V3
        ? List.of(ZmetadataParser.NAME, ZarrayParser.NAME, ZgroupParser.NAME, ZattrsParser.NAME)
        : List.of(ZarrJsonParser.NAME);
  }

  static Optional<ByteBuffer> get(Store store, NodePath path, String name) {
    return store.get(path.key(name), NodeDocuments.LARGEST);
  }
}
