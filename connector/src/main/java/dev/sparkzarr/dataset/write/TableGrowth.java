package dev.sparkzarr.dataset.write;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.commit.ArrayChange;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The arrays of a table, longer along one dimension. */
final class TableGrowth {
  private final WriteError error;
  private final OpenedTable table;
  private final List<String> names;
  private final int along;
  private final long before;
  private final List<Axis> axes;
  private final List<ArrayChange> changes = new ArrayList<>();

  /**
   * @param along position of the dimension
   * @param axes of all dimensions, as they are afterwards
   */
  TableGrowth(
      WriteError error,
      OpenedTable table,
      List<String> names,
      int along,
      Axis before,
      List<Axis> axes) {
    this.error = error;
    this.table = table;
    this.names = names;
    this.along = along;
    this.before = before.length();
    this.axes = axes;
  }

  /**
   * @param targets the columns' arrays along the dimension
   */
  TableUpdate update(List<LaidOutArray> targets) {
    List<LaidOutArray> grown = new ArrayList<>();
    for (LaidOutArray target : targets) {
      if (target.dimensions().contains(along)) {
        LaidOutArray after = grown(target);
        if (after.dimensions().equals(List.of(along)) && after.name().equals(names.get(along))) {
          checkValues(after);
        }
        grown.add(after);
      }
    }
    addOthers(targets);
    List<Region.Range> box = new ArrayList<>();
    long[] shape = new long[axes.size()];
    for (int i = 0; i < axes.size(); i++) {
      boolean grows = i == along;
      box.add(Region.Range.of(grows ? before : 0, axes.get(i).length()));
      shape[i] = grows ? before : axes.get(i).length();
    }
    return new TableUpdate(
        new TableLayout(axes, grown, table.group(), List.of()),
        changes,
        List.of(),
        Shape.of(shape),
        new Region(box));
  }

  private LaidOutArray grown(LaidOutArray target) {
    ArrayMetadata after = longer(target.name(), target.metadata());
    changes.add(
        new ArrayChange.Grown(table.path().resolve(target.name()), target.metadata(), after));
    return new LaidOutArray(
        target.name(),
        target.column(),
        target.role(),
        target.dimensions(),
        after,
        target.encoder());
  }

  private ArrayMetadata longer(String name, ArrayMetadata array) {
    if (!(array.grid() instanceof ChunkGrid.Regular)) {
      throw error.because(
          "array '"
              + name
              + "' has chunks of several lengths, and only arrays of equal chunks can grow."
              + " Overwrite the table with all rows.");
    }
    long[] shape = array.shape().toArray();
    shape[OpenedTable.dimensions(array).indexOf(names.get(along))] = axes.get(along).length();
    try {
      return ArrayMetadata.of(
          array.format(),
          Shape.of(shape),
          array.dataType(),
          array.grid(),
          array.keys(),
          array.fillValue(),
          array.codecs(),
          array.dimensionNames(),
          array.attributes());
    } catch (ZarrException e) {
      throw error.because("array '" + name + "' cannot grow: " + e.getMessage(), e);
    }
  }

  /** Whether the coordinate can hold the new values, before anything is written. */
  private void checkValues(LaidOutArray coordinate) {
    Axis axis = axes.get(along);
    int count = (int) (axis.length() - before);
    ChunkBuffer encoded = new ChunkBuffer(coordinate.encoder().stored());
    encoded.resize(count);
    coordinate
        .encoder()
        .encode(
            new EncodableValues(axis.bytes(), null, axis.heap()), (int) before, count, encoded, 0);
  }

  /** Arrays that are no columns, such as bounds: their new cells are missing ones, or refused. */
  private void addOthers(List<LaidOutArray> targets) {
    List<String> given = targets.stream().map(LaidOutArray::name).toList();
    List<String> refused = new ArrayList<>();
    for (Map.Entry<String, ArrayMetadata> entry : table.arrays().entrySet()) {
      ArrayMetadata array = entry.getValue();
      if (given.contains(entry.getKey())
          || !OpenedTable.dimensions(array).contains(names.get(along))) {
        continue;
      }
      String where = "array " + table.path().resolve(entry.getKey()) + " in " + table.store();
      if (UnstoredCells.areMissing(where, array)) {
        changes.add(
            new ArrayChange.Grown(
                table.path().resolve(entry.getKey()), array, longer(entry.getKey(), array)));
      } else {
        refused.add(entry.getKey());
      }
    }
    if (!refused.isEmpty()) {
      throw error.because(
          "the arrays "
              + WriteError.some(refused)
              + " have the dimension '"
              + names.get(along)
              + "' but are no columns of the rows, and have no fill value that is read as missing, so that"
              + " their new cells would be data. Add them to the rows.");
    }
  }
}
