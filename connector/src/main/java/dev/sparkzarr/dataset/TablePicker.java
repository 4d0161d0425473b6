package dev.sparkzarr.dataset;

import dev.sparkzarr.ZarrException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds the one table of a group that the options mean. */
final class TablePicker {
  private final GroupMembers group;
  private final DatasetOptions options;
  private final Binder binder;
  private final DatasetErrors errors;

  TablePicker(GroupMembers group, DatasetOptions options, Binder binder, DatasetErrors errors) {
    this.group = group;
    this.options = options;
    this.binder = binder;
    this.errors = errors;
  }

  /**
   * A table: its dimensions in order, and the arrays that make it.
   *
   * @param members none of them an index coordinate
   */
  record Picked(List<Dimension> dimensions, List<Member> members) {}

  /** Variables with the same dimensions, in whatever order. */
  record Candidate(List<Member> members) {
    List<String> names() {
      return members.get(0).dimensionNames();
    }

    boolean hasNames(List<String> names) {
      return sorted(names()).equals(sorted(names));
    }

    boolean hasNamesOf(Candidate other) {
      return hasNames(other.names());
    }

    String shape() {
      return members.get(0).dimensions().stream()
          .map(dimension -> Long.toString(dimension.length()))
          .collect(Collectors.joining(" x ", "(", ")"));
    }

    private static List<String> sorted(List<String> names) {
      return names.stream().sorted().toList();
    }
  }

  Picked pick() {
    if (options.variables().isPresent()) {
      return named(new LinkedHashSet<>(options.variables().get()).stream().toList());
    }
    if (options.dimensions().isPresent()) {
      return withDimensions(options.dimensions().get());
    }
    if (group.all().isEmpty() && group.unreadable().isEmpty() && !group.childGroups().isEmpty()) {
      throw errors.onlyGroups();
    }
    List<Candidate> candidates = readable(candidates(group::isCandidate));
    if (candidates.isEmpty()) {
      throw errors.noCandidate();
    }
    if (candidates.size() > 1) {
      throw errors.ambiguous(candidates);
    }
    return picked(candidates.get(0), candidates.get(0).names());
  }

  /** The table of one array, which the options may name but not change. */
  Picked only(Member array) {
    if (options.variables().isPresent()
        && !options.variables().get().equals(List.of(array.name()))) {
      throw errors.noSuchVariable(String.join(",", options.variables().get()));
    }
    if (options.dimensions().isPresent()
        && !options.dimensions().get().equals(array.dimensionNames())) {
      throw errors.noSuchDimensions(
          options.dimensions().get(), List.of(new Candidate(List.of(array))));
    }
    member(array.path().name());
    return new Picked(array.dimensions(), array.isIndexCoordinate() ? List.of() : List.of(array));
  }

  private Picked withDimensions(List<String> wanted) {
    List<Candidate> all = candidates(group::isCandidate);
    List<Candidate> matching = all.stream().filter(each -> each.hasNames(wanted)).toList();
    if (matching.isEmpty()) {
      matching = candidates(member -> true).stream().filter(each -> each.hasNames(wanted)).toList();
    }
    List<Candidate> candidates = readable(matching);
    if (candidates.isEmpty()) {
      throw errors.noSuchDimensions(wanted, readable(all));
    }
    if (candidates.size() > 1) {
      throw errors.ambiguous(candidates);
    }
    return picked(candidates.get(0), wanted);
  }

  /** In the wanted order if a variable is stored so, else as the first one is. */
  private Picked picked(Candidate candidate, List<String> wanted) {
    Member pattern =
        candidate.members().stream()
            .filter(member -> member.dimensionNames().equals(wanted))
            .findFirst()
            .orElse(candidate.members().get(0));
    return new Picked(
        pattern.dimensions(),
        candidate.members().stream().filter(member -> !member.isIndexCoordinate()).toList());
  }

  private Picked named(List<String> names) {
    List<Member> members = names.stream().map(this::member).toList();
    List<Dimension> dimensions =
        options.dimensions().isPresent()
            ? options.dimensions().get().stream().map(name -> dimension(name, members)).toList()
            : largest(members);
    for (Member member : members) {
      if (member.positionsIn(dimensions).isEmpty()) {
        throw errors.doesNotFit(member, dimensions.stream().map(Dimension::name).toList());
      }
    }
    return new Picked(
        dimensions, members.stream().filter(member -> !member.isIndexCoordinate()).toList());
  }

  private static List<Dimension> largest(List<Member> members) {
    return members.stream()
        .max(Comparator.comparingInt(member -> member.dimensions().size()))
        .map(Member::dimensions)
        .orElse(List.of());
  }

  private Member member(String name) {
    Member member = group.named(name).orElse(null);
    String reason = group.whyUnreadable(name).orElse(null);
    if (member == null) {
      throw reason == null ? errors.noSuchVariable(name) : errors.unreadable(name, reason, null);
    }
    try {
      binder.bind(member);
    } catch (ZarrException e) {
      throw errors.unreadable(name, e.getMessage(), e);
    }
    return member;
  }

  private Dimension dimension(String name, List<Member> members) {
    List<Member> all = new ArrayList<>(members);
    all.addAll(group.all());
    return all.stream()
        .flatMap(member -> member.dimensions().stream())
        .filter(dimension -> dimension.name().equals(name))
        .findFirst()
        .orElseThrow(() -> errors.noSuchDimension(name));
  }

  private List<Candidate> candidates(Predicate<Member> wanted) {
    Map<List<Dimension>, List<Member>> byDimensions = new LinkedHashMap<>();
    for (Member member : group.all()) {
      if (wanted.test(member)) {
        List<Dimension> key =
            member.dimensions().stream().sorted(Comparator.comparing(Dimension::name)).toList();
        byDimensions.computeIfAbsent(key, unused -> new ArrayList<>()).add(member);
      }
    }
    return byDimensions.values().stream().map(Candidate::new).toList();
  }

  /** Leaves out what cannot be read, and remembers why. */
  private List<Candidate> readable(List<Candidate> candidates) {
    List<Candidate> readable = new ArrayList<>();
    for (Candidate candidate : candidates) {
      List<Member> members = candidate.members().stream().filter(this::isReadable).toList();
      if (!members.isEmpty()) {
        readable.add(new Candidate(members));
      }
    }
    return readable;
  }

  private boolean isReadable(Member member) {
    try {
      binder.bind(member);
      return true;
    } catch (ZarrException e) {
      group.addUnreadable(member.path().name(), e.getMessage());
      return false;
    }
  }
}
