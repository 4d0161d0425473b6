package dev.sparkzarr.dataset.write;

import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.commit.ArrayChange;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.metadata.NodePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** New arrays beside those of a table. */
final class AddedVariables {
  private final WriteError error;
  private final OpenedTable table;
  private final List<SourceColumn> columns;
  private final LayoutOptions options;
  private final List<String> names;

  AddedVariables(
      WriteError error,
      OpenedTable table,
      List<SourceColumn> columns,
      LayoutOptions options,
      List<String> names) {
    this.error = error;
    this.table = table;
    this.columns = columns;
    this.options = options;
    this.names = names;
  }

  TableUpdate update(List<Axis> axes) {
    Set<String> added = added();
    LayoutOptions all =
        new LayoutOptions(
            Optional.of(names),
            options.chunks(),
            options.shards(),
            options.compression(),
            options.codecs(),
            Optional.of(table.group().format()),
            options.encoding(),
            Optional.empty(),
            Optional.empty());
    TableLayout layout =
        TableDraft.of(error.place(), columns, all).layout(axes, added, Optional.of(table.group()));
    List<ArrayChange> changes = new ArrayList<>();
    List<LaidOutArray> arrays = new ArrayList<>();
    for (LaidOutArray array : layout.arrays()) {
      LaidOutArray kept = array.with(table.withUnusedKeys(array.name(), array.metadata()));
      changes.add(new ArrayChange.Created(path(kept.name()), kept.metadata()));
      arrays.add(kept);
    }
    table.arrays().entrySet().stream()
        .filter(there -> hasDimensionOf(arrays, OpenedTable.dimensions(there.getValue())))
        .map(there -> new ArrayChange.Untouched(path(there.getKey()), there.getValue()))
        .forEach(changes::add);
    return new TableUpdate(
        new TableLayout(layout.axes(), arrays, layout.group(), layout.copies()),
        changes,
        List.of(),
        ExistingTable.shape(axes),
        Region.all(ExistingTable.shape(axes)));
  }

  private NodePath path(String name) {
    return table.path().resolve(name);
  }

  private boolean hasDimensionOf(List<LaidOutArray> arrays, List<String> dimensions) {
    return arrays.stream()
        .flatMap(array -> array.dimensions().stream())
        .anyMatch(dimension -> dimensions.contains(names.get(dimension)));
  }

  /** Coordinates that are there stay; variables that are there are refused. */
  private Set<String> added() {
    Set<String> added = new HashSet<>();
    List<String> there = new ArrayList<>();
    for (SourceColumn column : columns) {
      String name = column.name();
      if (table.childGroups().contains(name) || table.unreadable().containsKey(name)) {
        throw error.because(
            "column '"
                + name
                + "' would be an array where the store has "
                + (table.childGroups().contains(name) ? "a group" : "an array that cannot be read")
                + ". Rename it.");
      }
      boolean isIndex = names.contains(name) && table.length(name).isPresent();
      if (!table.arrays().containsKey(name)) {
        if (!isIndex) {
          added.add(name);
        }
      } else if (!names.contains(name) && !table.isCoordinate(name)) {
        there.add(name);
      }
      if (!added.contains(name) && options.encoding().filter(json -> json.has(name)).isPresent()) {
        throw error.because(
            "the option encoding is given for '"
                + name
                + "', but the array is there and keeps its encoding. Leave it out.");
      }
    }
    boolean nothing = added.stream().allMatch(names::contains);
    if (!there.isEmpty() || nothing) {
      throw error.because(
          (there.isEmpty()
                  ? "the rows have no variable that the table has not"
                  : "the table has the variables " + WriteError.some(there) + " already")
              + ", and mode append without appendDim or region adds new ones. To add rows set"
              + " appendDim, to replace cells set region=auto"
              + (there.isEmpty() ? "." : "; to add the others, drop these columns."));
    }
    return added;
  }
}
