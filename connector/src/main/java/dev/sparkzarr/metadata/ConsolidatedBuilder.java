package dev.sparkzarr.metadata;

import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Collects the nodes of consolidated metadata. Their paths are untrusted: one that is not a plain
 * path below the group, or that stands twice, makes the whole document unreadable.
 */
final class ConsolidatedBuilder {
  private static final int LONGEST_PATH = 4096;
  private static final int MOST_SEGMENTS = 64;
  private static final int MOST_IMPLICIT = 10_000;

  private final TreeMap<NodePath, NodeMetadata> nodes = new TreeMap<>();
  private final TreeMap<NodePath, String> unreadable = new TreeMap<>();
  private final NodePath group;
  private final ZarrFormat format;
  private final Place place;

  ConsolidatedBuilder(NodePath group, ZarrFormat format, Place place) {
    this.group = group;
    this.format = format;
    this.place = place;
  }

  /**
   * @param relative to the group; one slash in front is forgiven
   */
  NodePath path(String relative) {
    String plain = relative.startsWith("/") ? relative.substring(1) : relative;
    if (plain.length() > LONGEST_PATH
        || plain.chars().filter(c -> c == '/').count() >= MOST_SEGMENTS) {
      throw place.problem("it lists the path " + Place.quote(relative) + ", which is too long.");
    }
    try {
      new NodePath(plain);
      if (!plain.isEmpty()) {
        return group.resolve(plain);
      }
    } catch (dev.sparkzarr.store.StoreException e) {
      throw badPath(relative, e);
    }
    throw badPath(relative, null);
  }

  private MetadataException badPath(String relative, Throwable cause) {
    return place.problem(
        "it lists "
            + Place.quote(relative)
            + ", which is not a path below the group. Option consolidated=false ignores it.",
        cause);
  }

  /**
   * @param document reads the node; a {@link MetadataException} makes this node unreadable
   */
  void add(NodePath path, Supplier<NodeMetadata> document) {
    if (nodes.containsKey(path) || unreadable.containsKey(path)) {
      throw place.problem(
          "it lists "
              + Place.quote(path.toString())
              + " twice. Option consolidated=false ignores it.");
    }
    try {
      nodes.put(path, document.get());
    } catch (MetadataException e) {
      unreadable.put(path, e.getMessage());
    }
  }

  ConsolidatedMetadata build() {
    TreeMap<NodePath, NodeMetadata> implicit = new TreeMap<>();
    for (var listed : java.util.List.of(nodes.keySet(), unreadable.keySet())) {
      for (NodePath path : listed) {
        addImplicit(path.parent(), implicit);
      }
    }
    nodes.putAll(implicit);
    return new ConsolidatedMetadata(nodes, unreadable);
  }

  private void addImplicit(NodePath parent, TreeMap<NodePath, NodeMetadata> implicit) {
    NodePath path = parent;
    while (!path.equals(group)
        && !path.isRoot()
        && !nodes.containsKey(path)
        && !unreadable.containsKey(path)
        && !implicit.containsKey(path)) {
      implicit.put(path, new GroupMetadata(format, Attributes.EMPTY));
      if (implicit.size() > MOST_IMPLICIT) {
        throw place.problem(
            "it lists nodes below more than " + MOST_IMPLICIT + " groups that it does not list.");
      }
      path = path.parent();
    }
  }
}
