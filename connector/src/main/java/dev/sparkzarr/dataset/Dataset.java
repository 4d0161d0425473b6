package dev.sparkzarr.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.MetadataException;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Opens a group or an array as a table. */
public final class Dataset {
  private Dataset() {}

  /**
   * Finds the table that the options pick and reads its axes, one request per axis chunk.
   *
   * <p>An array that cannot be read is left out of the candidates; it is an error only where it is
   * asked for, or where it is the index coordinate of a dimension of the table.
   *
   * @param node a group or an array
   * @param engine who decodes the axes
   * @param counters what reading the axes adds to
   * @throws DatasetException when there is no such node, or not exactly one table fits; the message
   *     lists the candidates and the option that picks each
   */
  public static Table open(
      Hierarchy hierarchy,
      NodePath node,
      DatasetOptions options,
      ArrayEngine engine,
      ReadCounters counters) {
    NodeMetadata metadata =
        hierarchy
            .node(node)
            .orElseThrow(
                () ->
                    new DatasetException(
                        "Cannot read "
                            + node
                            + " in "
                            + hierarchy.store().describe()
                            + ": there is no Zarr group or array. Check the path and the option"
                            + " group."));
    return metadata instanceof ArrayMetadata array
        ? openArray(hierarchy, Member.of(node, array), options, engine, counters)
        : openGroup(hierarchy, node, metadata.attributes(), options, engine, counters);
  }

  private static Table openGroup(
      Hierarchy hierarchy,
      NodePath node,
      Attributes attributes,
      DatasetOptions options,
      ArrayEngine engine,
      ReadCounters counters) {
    Hierarchy.Children children = hierarchy.children(node);
    Hierarchy.Children late = hierarchy.unlisted(node, withoutCoordinate(children));
    SortedMap<NodePath, NodeMetadata> nodes = new TreeMap<>(children.nodes());
    nodes.putAll(late.nodes());
    GroupMembers group = GroupMembers.of(node, attributes, nodes);
    for (Hierarchy.Children each : List.of(children, late)) {
      for (Hierarchy.Unreadable unreadable : each.unreadable()) {
        group.addUnreadable(unreadable.path().name(), unreadable.reason());
      }
    }
    if (options.decodeText()) {
      group.joinCharacters();
    }
    return table(hierarchy, group, Optional.empty(), options, engine, counters);
  }

  /**
   * Names of dimensions that no child is named like. An old listing must not turn coordinate values
   * into indexes.
   */
  private static Set<String> withoutCoordinate(Hierarchy.Children children) {
    Set<String> names = new LinkedHashSet<>();
    children
        .nodes()
        .forEach(
            (path, node) -> {
              if (node instanceof ArrayMetadata array) {
                array.dimensionNames().forEach(name -> name.ifPresent(names::add));
              }
            });
    children.nodes().keySet().forEach(path -> names.remove(path.name()));
    children.unreadable().forEach(unreadable -> names.remove(unreadable.path().name()));
    names.removeIf(name -> !isNodeName(name));
    return names;
  }

  /** The coordinates are looked for by name, so that a store that cannot list will do. */
  private static Table openArray(
      Hierarchy hierarchy,
      Member member,
      DatasetOptions options,
      ArrayEngine engine,
      ReadCounters counters) {
    NodePath parent = member.path().parent();
    Attributes attributes =
        member.path().isRoot()
            ? Attributes.EMPTY
            : hierarchy.node(parent).map(NodeMetadata::attributes).orElse(Attributes.EMPTY);
    GroupMembers group = new GroupMembers(parent, attributes);
    group.add(member);
    if (!member.path().isRoot()) {
      for (String name : companions(member, attributes)) {
        NodePath path = parent.resolve(name);
        if (!path.equals(member.path())) {
          addIfArray(hierarchy, path, group);
        }
      }
    }
    group.link();
    if (options.decodeText()) {
      group.joinCharacters();
    }
    Optional<Member> asked = group.named(member.path().name());
    return table(hierarchy, group, asked, options, engine, counters);
  }

  private static Set<String> companions(Member member, Attributes parent) {
    Set<String> names = new LinkedHashSet<>();
    member.dimensions().stream()
        .filter(Dimension::named)
        .forEach(dimension -> names.add(dimension.name()));
    for (Attributes attributes : List.of(member.array().attributes(), parent)) {
      attributes
          .get("coordinates")
          .filter(JsonNode::isTextual)
          .ifPresent(text -> names.addAll(List.of(text.textValue().strip().split("\\s+"))));
    }
    names.removeIf(name -> !isNodeName(name));
    return names;
  }

  private static boolean isNodeName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || c < 0x20 || c == 0x7f);
  }

  private static void addIfArray(Hierarchy hierarchy, NodePath path, GroupMembers group) {
    try {
      if (hierarchy.node(path).orElse(null) instanceof ArrayMetadata array) {
        group.add(Member.of(path, array));
      }
    } catch (MetadataException e) {
      group.addUnreadable(path.name(), e.getMessage());
    }
  }

  private static Table table(
      Hierarchy hierarchy,
      GroupMembers group,
      Optional<Member> only,
      DatasetOptions options,
      ArrayEngine engine,
      ReadCounters counters) {
    DatasetErrors errors = new DatasetErrors(group, hierarchy.store().describe());
    Binder binder = new Binder(hierarchy.store(), group, options, engine, counters);
    TablePicker picker = new TablePicker(group, options, binder, errors);
    TablePicker.Picked picked = only.map(picker::only).orElseGet(picker::pick);
    AxisReader axes = new AxisReader(hierarchy.store(), engine, counters);
    return new TableBuilder(group, binder, axes, errors).build(picked);
  }
}
