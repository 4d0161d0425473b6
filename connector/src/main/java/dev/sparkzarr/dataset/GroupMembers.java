package dev.sparkzarr.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The arrays of a group and what each is for: index coordinates, coordinates, bounds and grid
 * mappings are told from variables by what names them in attributes.
 */
final class GroupMembers {
  private final NodePath path;
  private final Attributes attributes;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final List<String> childGroups = new ArrayList<>();
  private final Map<String, String> unreadable = new HashMap<>();
  private final Set<String> coordinates = new HashSet<>();
  private final Set<String> bounds = new HashSet<>();
  private final Set<String> gridMappings = new HashSet<>();
  private final Map<String, Attributes> boundsParents = new HashMap<>();

  GroupMembers(NodePath path, Attributes attributes) {
    this.path = path;
    this.attributes = attributes;
  }

  static GroupMembers of(
      NodePath path, Attributes attributes, SortedMap<NodePath, NodeMetadata> nodes) {
    GroupMembers group = new GroupMembers(path, attributes);
    nodes.forEach(
        (child, node) -> {
          if (node instanceof ArrayMetadata array) {
            group.add(Member.of(child, array));
          } else {
            group.childGroups.add(child.name());
          }
        });
    group.link();
    return group;
  }

  void add(Member member) {
    members.put(member.path().name(), member);
  }

  /** Records why a child cannot be used. */
  void addUnreadable(String name, String reason) {
    unreadable.put(name, reason);
  }

  /**
   * Joins single characters to texts, as xarray does: along a last dimension that no array is named
   * like, and that only arrays of bytes have, as their last. After all have been added.
   */
  void joinCharacters() {
    Set<String> shared = new HashSet<>(members.keySet());
    for (Member member : members.values()) {
      List<Dimension> dimensions = member.dimensions();
      boolean isBytes = member.array().dataType() instanceof DataType.FixedBytes;
      for (int i = 0; i < dimensions.size(); i++) {
        if (!isBytes || i < dimensions.size() - 1) {
          shared.add(dimensions.get(i).name());
        }
      }
    }
    members.replaceAll(
        (name, member) -> {
          if (!JoinedCharacters.canJoin(member.array())) {
            return member;
          }
          Dimension last = member.dimensions().get(member.dimensions().size() - 1);
          return last.named() && !shared.contains(last.name()) ? member.joined() : member;
        });
  }

  /** Reads which arrays name which others; after all have been added. */
  void link() {
    coordinates.addAll(words(attributes.get("coordinates")));
    for (Member member : members.values()) {
      Attributes own = member.array().attributes();
      coordinates.addAll(words(own.get("coordinates")));
      for (String attribute : List.of("bounds", "climatology")) {
        for (String name : words(own.get(attribute))) {
          bounds.add(name);
          if (attribute.equals("bounds")) {
            boundsParents.putIfAbsent(name, own);
          }
        }
      }
      addGridMappings(words(own.get("grid_mapping")));
    }
  }

  /** Either {@code crs}, or {@code crs: x y other: lat lon}: a mapping, then its coordinates. */
  private void addGridMappings(List<String> words) {
    boolean extended = words.stream().anyMatch(word -> word.endsWith(":"));
    for (String word : words) {
      if (!extended) {
        gridMappings.add(word);
      } else if (word.endsWith(":")) {
        gridMappings.add(word.substring(0, word.length() - 1));
      }
    }
  }

  private static List<String> words(Optional<JsonNode> value) {
    return value
        .filter(JsonNode::isTextual)
        .map(text -> List.of(text.textValue().strip().split("\\s+")))
        .orElse(List.of());
  }

  NodePath path() {
    return path;
  }

  Attributes attributes() {
    return attributes;
  }

  List<String> childGroups() {
    return childGroups;
  }

  Collection<Member> all() {
    return members.values();
  }

  Optional<Member> named(String name) {
    return Optional.ofNullable(members.get(name));
  }

  /**
   * @return why the child of this name cannot be used; empty when it can, or there is none
   */
  Optional<String> whyUnreadable(String name) {
    return Optional.ofNullable(unreadable.get(name));
  }

  Map<String, String> unreadable() {
    return unreadable;
  }

  /**
   * @return attributes of the coordinate whose bounds this is, else empty ones
   */
  Attributes boundsParent(Member member) {
    return boundsParents.getOrDefault(member.path().name(), Attributes.EMPTY);
  }

  /**
   * @return whether this is a variable that makes a table
   */
  boolean isCandidate(Member member) {
    return !member.isIndexCoordinate()
        && !member.dimensions().isEmpty()
        && !coordinates.contains(member.path().name())
        && !bounds.contains(member.path().name())
        && !isGridMapping(member);
  }

  /**
   * @return whether this is a coordinate of every table that has its dimensions, other than the
   *     index coordinate of a dimension
   */
  boolean isCoordinate(Member member) {
    boolean scalar = member.dimensions().isEmpty();
    return !member.isIndexCoordinate()
        && !isGridMapping(member)
        && !bounds.contains(member.path().name())
        && (scalar || coordinates.contains(member.path().name()));
  }

  private boolean isGridMapping(Member member) {
    Attributes own = member.array().attributes();
    return gridMappings.contains(member.path().name())
        || own.get("grid_mapping_name").isPresent()
        || (member.dimensions().isEmpty()
            && (own.get("crs_wkt").isPresent() || own.get("spatial_ref").isPresent()));
  }

  /**
   * @return the index coordinate of a dimension
   */
  Optional<Member> indexCoordinate(Dimension dimension) {
    return dimension.named()
        ? named(dimension.name()).filter(Member::isIndexCoordinate)
        : Optional.empty();
  }
}
