package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.dataset.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which columns are dimensions, and which dimensions every other column has: what is said, else
 * what columns were, else what the model has. Immutable.
 */
final class ColumnDimensions {
  private final WriteError error;
  private final List<SourceColumn> columns;
  private final List<String> names;

  /** Positions of columns, in the order of the dimensions. */
  private final List<Integer> dimensions;

  /** The dimension, in the table to be written, that was once known by a name. */
  private final Map<String, Integer> formerly = new HashMap<>();

  private ColumnDimensions(WriteError error, List<SourceColumn> columns, List<Integer> dimensions) {
    this.error = error;
    this.columns = columns;
    this.names = columns.stream().map(SourceColumn::name).toList();
    this.dimensions = dimensions;
    for (int i = 0; i < dimensions.size(); i++) {
      int position = i;
      formerName(columns.get(dimensions.get(i)))
          .ifPresent(name -> formerly.putIfAbsent(name, position));
    }
  }

  static ColumnDimensions of(
      WriteError error,
      List<SourceColumn> columns,
      Optional<List<String>> said,
      Optional<OpenedTable> like) {
    List<Integer> dimensions =
        said.isPresent() ? named(error, columns, said.get()) : byOrigin(columns);
    if (dimensions.isEmpty() && said.isEmpty()) {
      dimensions = like.map(model -> byModel(columns, model)).orElse(List.of());
    }
    boolean scalars =
        !columns.isEmpty()
            && columns.stream()
                .allMatch(
                    column -> column.origin().filter(o -> o.dimensions().isEmpty()).isPresent());
    if (dimensions.isEmpty() && !scalars) {
      throw error.because(
          "nothing says which columns are its dimensions. Name them in order with the option"
              + " dimensions, like dimensions=time,latitude,longitude. The columns are "
              + WriteError.some(columns.stream().map(SourceColumn::name).toList())
              + ".");
    }
    return new ColumnDimensions(error, columns, dimensions);
  }

  private static List<Integer> named(
      WriteError error, List<SourceColumn> columns, List<String> said) {
    List<String> names = columns.stream().map(SourceColumn::name).toList();
    List<Integer> positions = new ArrayList<>();
    for (String name : said) {
      int position = position(names, name);
      if (position < 0) {
        throw error.because(
            "the option dimensions names '"
                + WriteError.shown(name)
                + "', which is no column. "
                + WriteError.didYouMean(name, names, "columns"));
      }
      if (positions.contains(position)) {
        throw error.because(
            "the option dimensions names column '" + names.get(position) + "' twice.");
      }
      positions.add(position);
    }
    return positions;
  }

  /** As Spark finds columns: exactly, else without regard to case. */
  private static int position(List<String> names, String wanted) {
    int exact = names.indexOf(wanted);
    for (int i = 0; exact < 0 && i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(wanted)) {
        return i;
      }
    }
    return exact;
  }

  private static Optional<String> formerName(SourceColumn column) {
    return column
        .origin()
        .filter(origin -> origin.role() == Column.Role.DIMENSION && origin.dimensions().size() == 1)
        .map(origin -> origin.dimensions().get(0));
  }

  /** In the order of the column that had most of them; those that it had not come behind. */
  private static List<Integer> byOrigin(List<SourceColumn> columns) {
    Map<String, Integer> known = new HashMap<>();
    List<Integer> inOrder = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Optional<String> former = formerName(columns.get(i));
      if (former.isPresent() && known.putIfAbsent(former.get(), i) == null) {
        inOrder.add(i);
      }
    }
    List<Integer> best = List.of();
    for (SourceColumn column : columns) {
      List<Integer> found = new ArrayList<>();
      column
          .origin()
          .filter(origin -> origin.role() != Column.Role.DIMENSION)
          .map(ColumnOrigin::dimensions)
          .orElse(List.of())
          .forEach(name -> Optional.ofNullable(known.get(name)).ifPresent(found::add));
      if (found.size() > best.size()) {
        best = found;
      }
    }
    List<Integer> dimensions = new ArrayList<>(best);
    for (Integer position : inOrder) {
      if (!dimensions.contains(position)) {
        dimensions.add(position);
      }
    }
    return dimensions;
  }

  private static List<Integer> byModel(List<SourceColumn> columns, OpenedTable model) {
    List<String> names = columns.stream().map(SourceColumn::name).toList();
    List<String> best = List.of();
    for (String name : names) {
      if (model.arrays().containsKey(name)) {
        List<String> dimensions = OpenedTable.dimensions(model.arrays().get(name));
        if (dimensions.size() > best.size() && names.containsAll(dimensions)) {
          best = dimensions;
        }
      }
    }
    return best.stream().map(names::indexOf).toList();
  }

  /**
   * @return positions of the dimension columns, in the order of the dimensions
   */
  List<Integer> dimensions() {
    return dimensions;
  }

  /**
   * @return names of the dimensions, which are those of their columns
   */
  List<String> names() {
    return dimensions.stream().map(names::get).toList();
  }

  /**
   * @param column no dimension
   * @param own what the option encoding says of it
   * @return positions of its dimensions among the table's, in its array's order
   */
  List<Integer> of(int column, VariableOptions own, Optional<ColumnOrigin> origin) {
    if (own.has("dimensions")) {
      return said(columns.get(column).name(), own.get("dimensions"));
    }
    List<Integer> all = IntStream.range(0, dimensions.size()).boxed().toList();
    Optional<List<Integer>> former = origin.flatMap(was -> formerPositions(was.dimensions()));
    boolean variable = origin.filter(was -> was.role() == Column.Role.COORDINATE).isEmpty();
    return former.filter(positions -> !(variable && isWhole(positions))).orElse(all);
  }

  /** Whether it had all dimensions of a table that has got more: it may vary along the new ones. */
  private boolean isWhole(List<Integer> positions) {
    Set<Integer> known = new HashSet<>(formerly.values());
    return known.size() < dimensions.size() && positions.containsAll(known);
  }

  /** Empty when one of them is no dimension any more: the column may vary along any. */
  private Optional<List<Integer>> formerPositions(List<String> former) {
    List<Integer> positions = new ArrayList<>();
    for (String name : former) {
      int position = position(name);
      if (position < 0 || positions.contains(position)) {
        return Optional.empty();
      }
      positions.add(position);
    }
    return Optional.of(positions);
  }

  /** The dimension that was known by a name; -1 when there is none. */
  private int position(String former) {
    Integer position = formerly.get(former);
    return position != null ? position : names().indexOf(former);
  }

  /**
   * @param positions of an array's dimensions
   * @param former names of the dimensions that it had
   * @return for each of its dimensions, which one it was; empty when they are not the same
   */
  Optional<int[]> order(List<Integer> positions, List<String> former) {
    List<Integer> before = former.stream().map(this::position).toList();
    if (before.size() != positions.size() || !before.containsAll(positions)) {
      return Optional.empty();
    }
    return Optional.of(positions.stream().mapToInt(before::indexOf).toArray());
  }

  private List<Integer> said(String column, JsonNode json) {
    List<String> said = new ArrayList<>();
    if (json.isTextual()) {
      said.addAll(json.textValue().isBlank() ? List.of() : List.of(json.textValue().split(",")));
    } else if (json.isArray()) {
      json.forEach(name -> said.add(name.asText()));
    } else {
      throw error.because(
          "the dimensions in the encoding of column '"
              + column
              + "' are '"
              + WriteError.shown(json)
              + "', which is no list of names.");
    }
    List<Integer> positions = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (String name : said) {
      int position = names().indexOf(name.strip());
      if (position < 0 || !seen.add(position)) {
        throw error.because(
            "the encoding of column '"
                + column
                + "' names "
                + (position < 0 ? "'" : "twice the dimension '")
                + WriteError.shown(name)
                + (position < 0 ? "', which is no dimension. " : "'. ")
                + (position < 0 ? WriteError.didYouMean(name, names(), "dimensions") : ""));
      }
      positions.add(position);
    }
    return positions;
  }
}
