package dev.sparkzarr.dataset;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which arrays of a group have their chunks as rows: those that the option {@code variables} names,
 * or those with exactly the {@code dimensions}, or, where neither is given, the variables of all
 * tables in the group (of stored bytes: every array, so that a copy is complete). An array's own
 * path gives that array.
 *
 * @param sources in the order named, else by name
 * @param attributes of the group; empty for an array at the root
 * @param rest what nobody asked to leave out
 */
public record ChunkArrays(List<ChunkSource> sources, Attributes attributes, Rest rest) {
  public ChunkArrays {
    sources = List.copyOf(sources);
  }

  /**
   * Children of the group that are none of the sources, though neither option chose among them: a
   * copy that goes by rows alone would lack them.
   *
   * @param arrays names, of those that cannot be read too
   * @param groups names
   */
  public record Rest(List<String> arrays, List<String> groups) {
    static final Rest NONE = new Rest(List.of(), List.of());

    public Rest {
      arrays = List.copyOf(arrays);
      groups = List.copyOf(groups);
    }
  }

  /** What a row has of a chunk. */
  public enum Content {
    /** Its values. */
    VALUES,
    /** Bytes as they are stored, of a whole stored object. */
    ENCODED
  }

  /**
   * Finds the arrays. Reads metadata only.
   *
   * @param node a group or an array
   * @throws DatasetException when there is no such node, no such array, or one that is asked for
   *     cannot be read
   */
  public static ChunkArrays open(
      Hierarchy hierarchy,
      NodePath node,
      DatasetOptions options,
      Content content,
      ArrayEngine engine) {
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
                            + ": there is no Zarr group or array."));
    GroupMembers group;
    List<Member> members;
    Rest rest = Rest.NONE;
    if (metadata instanceof ArrayMetadata array) {
      Member member = Member.of(node, array);
      group = new GroupMembers(node.isRoot() ? node : node.parent(), Attributes.EMPTY);
      group.add(member);
      group.link();
      members = List.of(member);
    } else {
      Hierarchy.Children children = hierarchy.children(node);
      group = GroupMembers.of(node, metadata.attributes(), children.nodes());
      for (Hierarchy.Unreadable unreadable : children.unreadable()) {
        group.addUnreadable(unreadable.path().name(), unreadable.reason());
      }
      members = new Choice(group, hierarchy, options, content).members();
      if (options.variables().isEmpty() && options.dimensions().isEmpty()) {
        rest = rest(group, members);
      }
    }
    ReadCounters counters = new ReadCounters();
    Binder binder = new Binder(hierarchy.store(), group, options, engine, counters);
    DatasetErrors errors = new DatasetErrors(group, hierarchy.store().describe());
    List<ChunkSource> sources = new ArrayList<>();
    for (Member member : members) {
      if (content == Content.ENCODED) {
        sources.add(source(member, ArrayGrid.ofObjects(member.array()), Optional.empty()));
        continue;
      }
      try {
        ValueDecoder decoder = binder.bind(member).decoder();
        // As this engine has it: partitions are cut along what a reader gives.
        ArrayGrid grid =
            engine.open(hierarchy.store(), member.path(), member.array(), counters).grid();
        sources.add(source(member, grid, Optional.of(decoder)));
      } catch (ZarrException e) {
        throw errors.unreadable(member.path().name(), e.getMessage(), e);
      }
    }
    return new ChunkArrays(sources, group.attributes(), rest);
  }

  private static Rest rest(GroupMembers group, List<Member> members) {
    Set<String> arrays = new TreeSet<>(group.unreadable().keySet());
    group.all().stream()
        .filter(member -> !members.contains(member))
        .forEach(member -> arrays.add(member.path().name()));
    return new Rest(List.copyOf(arrays), group.childGroups());
  }

  private static ChunkSource source(Member member, ArrayGrid grid, Optional<ValueDecoder> decoder) {
    return new ChunkSource(
        member.name(), member.path(), member.array(), member.dimensionNames(), grid, decoder);
  }

  /** The choice among the arrays of a group. */
  private static final class Choice {
    private final GroupMembers group;
    private final DatasetOptions options;
    private final Content content;
    private final DatasetErrors errors;

    Choice(GroupMembers group, Hierarchy hierarchy, DatasetOptions options, Content content) {
      this.group = group;
      this.options = options;
      this.content = content;
      this.errors = new DatasetErrors(group, hierarchy.store().describe());
    }

    List<Member> members() {
      List<Member> members = new ArrayList<>();
      if (options.variables().isPresent()) {
        new LinkedHashSet<>(options.variables().get()).forEach(name -> members.add(named(name)));
        return members;
      }
      List<Member> wanted = group.all().stream().filter(this::isWanted).toList();
      if (wanted.isEmpty()) {
        throw group.childGroups().isEmpty() || !group.all().isEmpty()
            ? errors.noCandidate()
            : errors.onlyGroups();
      }
      if (content == Content.ENCODED && options.dimensions().isEmpty()) {
        group.unreadable().forEach(this::refuse);
      }
      return wanted;
    }

    private Member named(String name) {
      return group
          .named(name)
          .orElseThrow(
              () ->
                  group
                      .whyUnreadable(name)
                      .map(reason -> errors.unreadable(name, reason, null))
                      .orElseGet(() -> errors.noSuchVariable(name)));
    }

    private boolean isWanted(Member member) {
      if (options.dimensions().isPresent()) {
        return member.dimensionNames().equals(options.dimensions().get());
      }
      return content == Content.ENCODED || group.isCandidate(member);
    }

    /** A copy that leaves an array out is none. */
    private void refuse(String name, String reason) {
      throw new DatasetException(
          "Cannot read the stored objects of every array of "
              + group.path()
              + ": array "
              + name
              + " cannot be read: "
              + reason
              + " Name the others with the option variables.");
    }
  }
}
