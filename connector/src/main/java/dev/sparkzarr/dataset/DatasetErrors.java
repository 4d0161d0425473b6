package dev.sparkzarr.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is said when a group is not the table that was asked for. */
final class DatasetErrors {
  private static final int SHOWN = 20;

  private final GroupMembers group;
  private final String store;

  DatasetErrors(GroupMembers group, String store) {
    this.group = group;
    this.store = store;
  }

  DatasetException onlyGroups() {
    return cannot(
        "it holds only child groups: "
            + some(group.childGroups(), name -> name)
            + ". Name one of them with the option group.");
  }

  DatasetException noCandidate() {
    List<String> names = group.all().stream().map(member -> member.path().name()).toList();
    return cannot(
        "it has no variable that makes a table"
            + (names.isEmpty() ? "" : "; its arrays are " + some(names, name -> name))
            + ". Name arrays with the option variables"
            + (group.childGroups().isEmpty()
                ? "."
                : ", or with the option group a child group: "
                    + some(group.childGroups(), name -> name)
                    + ".")
            + unreadable());
  }

  DatasetException ambiguous(List<TablePicker.Candidate> candidates) {
    StringBuilder text =
        new StringBuilder("it has ")
            .append(candidates.size())
            .append(" tables. Pick one with an option:");
    for (TablePicker.Candidate candidate :
        candidates.subList(0, Math.min(SHOWN, candidates.size()))) {
      boolean unique = candidates.stream().filter(candidate::hasNamesOf).count() == 1;
      text.append("\n  ").append(unique ? option(candidate) : variablesOption(candidate));
      text.append(" for ").append(some(candidate.members(), member -> member.path().name()));
      text.append(' ').append(candidate.shape());
    }
    if (candidates.size() > SHOWN) {
      text.append("\n  and ").append(candidates.size() - SHOWN).append(" more");
    }
    return cannot(text.append(unreadable()).toString());
  }

  DatasetException noSuchDimensions(List<String> wanted, List<TablePicker.Candidate> candidates) {
    return cannot(
        "no variable has exactly the dimensions "
            + list(wanted)
            + ". There are:"
            + candidates.stream()
                .limit(SHOWN)
                .map(candidate -> "\n  " + option(candidate))
                .collect(Collectors.joining())
            + unreadable());
  }

  DatasetException noSuchDimension(String name) {
    List<String> names =
        group.all().stream()
            .flatMap(member -> member.dimensionNames().stream())
            .distinct()
            .toList();
    return cannot(
        "no array has the dimension '"
            + name
            + "' of the option dimensions."
            + didYouMean(name, names)
            + " The dimensions are "
            + some(names, each -> each)
            + ".");
  }

  DatasetException noSuchVariable(String name) {
    List<String> names = group.all().stream().map(member -> member.path().name()).toList();
    return cannot(
        "it has no array '"
            + name
            + "' that the option variables names."
            + didYouMean(name, names)
            + " Its arrays are "
            + some(names, each -> each)
            + ".");
  }

  DatasetException doesNotFit(Member member, List<String> table) {
    return cannot(
        "variable "
            + member.path().name()
            + " has the dimensions "
            + list(member.dimensionNames())
            + ", which are not all among "
            + list(table)
            + ". Read it as a table of its own, with the option variables or dimensions.");
  }

  DatasetException conflict(Member member, Dimension dimension, Dimension table, String other) {
    return cannot(
        "dimension "
            + dimension.name()
            + " has length "
            + dimension.length()
            + " in array "
            + member.path().name()
            + " but "
            + table.length()
            + " in "
            + other
            + ". The store is inconsistent, perhaps half written.");
  }

  DatasetException unreadable(String name, String reason, Throwable cause) {
    return cannot("array " + name + " cannot be read: " + reason, cause);
  }

  DatasetException unreadableCoordinate(String name, String reason, Throwable cause) {
    return cannot("the coordinate of dimension " + name + " cannot be read: " + reason, cause);
  }

  private static String didYouMean(String wanted, List<String> names) {
    String nearest = NearestName.of(wanted, names);
    return nearest == null ? "" : " Did you mean '" + nearest + "'?";
  }

  private String unreadable() {
    if (group.unreadable().isEmpty()) {
      return "";
    }
    Map<String, String> sorted = new TreeMap<>(group.unreadable());
    return "\nThese arrays cannot be read:"
        + sorted.entrySet().stream()
            .limit(SHOWN)
            .map(entry -> "\n  " + entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining())
        + (sorted.size() > SHOWN ? "\n  and " + (sorted.size() - SHOWN) + " more" : "");
  }

  private DatasetException cannot(String reason) {
    return cannot(reason, null);
  }

  private DatasetException cannot(String reason, Throwable cause) {
    return new DatasetException(
        "Cannot read " + group.path() + " in " + store + " as a table: " + reason, cause);
  }

  private static String option(TablePicker.Candidate candidate) {
    return "dimensions=" + list(candidate.names());
  }

  private static String variablesOption(TablePicker.Candidate candidate) {
    return "variables="
        + list(candidate.members().stream().map(member -> member.path().name()).toList());
  }

  /** As the option takes it: commas, or a JSON array where a name holds one. */
  private static String list(List<String> names) {
    return names.stream().anyMatch(name -> name.contains(","))
        ? names.stream()
            .map(name -> '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
            .collect(Collectors.joining(",", "[", "]"))
        : String.join(",", names);
  }

  private static <T> String some(List<T> things, Function<T, String> name) {
    List<String> shown = new ArrayList<>(things.stream().limit(SHOWN).map(name).toList());
    if (things.size() > SHOWN) {
      shown.add("and " + (things.size() - SHOWN) + " more");
    }
    return String.join(", ", shown);
  }
}
