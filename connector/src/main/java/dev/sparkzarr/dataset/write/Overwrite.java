package dev.sparkzarr.dataset.write;

import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.commit.ArrayChange;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A new table in place of one that is there. Stateless. */
public final class Overwrite {
  private Overwrite() {}

  /** What mode overwrite may replace. */
  public enum Scope {
    /** Only a group all of whose arrays and children belong to the table that is written. */
    TABLE,
    /** All that is there. */
    ALL
  }

  /**
   * Says what the new table replaces and what would be no more.
   *
   * @param layout of the new table
   * @param existing what is there
   * @throws dev.sparkzarr.dataset.DatasetException when more would be lost than the scope allows;
   *     the message lists it
   */
  public static TableUpdate of(TableLayout layout, OpenedTable existing, Scope scope) {
    WriteError error = new WriteError(existing.place());
    Set<String> written = new HashSet<>();
    layout.arrays().forEach(array -> written.add(array.name()));
    layout.copies().forEach(copy -> written.add(copy.name()));
    Set<String> lost = new TreeSet<>(existing.arrays().keySet());
    lost.addAll(existing.childGroups());
    lost.addAll(existing.unreadable().keySet());
    for (String name : written) {
      if (existing.childGroups().contains(name) || existing.unreadable().containsKey(name)) {
        throw error.because(
            "'"
                + name
                + "' would become an array, but there is "
                + (existing.childGroups().contains(name) ? "a group" : "a node that cannot be read")
                + ". Rename the column, or remove it first.");
      }
    }
    lost.removeAll(written);
    if (scope == Scope.TABLE && !lost.isEmpty()) {
      throw error.because(
          "overwriting would lose what is not in the table that is written: "
              + WriteError.some(lost)
              + ". Add it to the rows, write to another group with the option group, or set"
              + " overwrite=all to lose it.");
    }
    List<ArrayChange> changes = new ArrayList<>();
    List<LaidOutArray> arrays = new ArrayList<>();
    for (LaidOutArray array : layout.arrays()) {
      ArrayMetadata after = inPlace(error, array.name(), array.metadata(), existing, changes);
      arrays.add(array.with(after));
    }
    List<CopiedArray> copies = new ArrayList<>();
    for (CopiedArray copy : layout.copies()) {
      ArrayMetadata after = inPlace(error, copy.name(), copy.metadata(), existing, changes);
      copies.add(new CopiedArray(copy.name(), copy.source(), copy.before(), after));
    }
    List<NodePath> removed = lost.stream().map(existing.path()::resolve).toList();
    Shape shape = ExistingTable.shape(layout.axes());
    return new TableUpdate(
        new TableLayout(layout.axes(), arrays, layout.group(), copies),
        changes,
        removed,
        shape,
        Region.all(shape));
  }

  private static ArrayMetadata inPlace(
      WriteError error,
      String name,
      ArrayMetadata array,
      OpenedTable existing,
      List<ArrayChange> changes) {
    NodePath path = existing.path().resolve(name);
    ArrayMetadata before = existing.arrays().get(name);
    if (before == null) {
      ArrayMetadata created = existing.withUnusedKeys(name, array);
      changes.add(new ArrayChange.Created(path, created));
      return created;
    }
    if (array.format() == ZarrFormat.V2) {
      throw error.because(
          "array '"
              + name
              + "' is there, and an array of format 2 cannot take its place so that readers see the"
              + " one or the other: chunks of format 2 have one name only. Leave zarrFormat out to"
              + " write format 3, or write to another path.");
    }
    ArrayMetadata after = existing.withUnusedKeys(name, array);
    changes.add(new ArrayChange.Replaced(path, before, after));
    return after;
  }
}
