package dev.sparkzarr.dataset.write;

import dev.sparkzarr.array.Region;
import dev.sparkzarr.array.commit.ArrayChange;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The cells that rows replace: a range of each dimension. */
final class RegionBox {
  private final WriteError error;
  private final DraftDimension dimension;
  private final Axis axis;

  /**
   * @param axis of the table
   */
  RegionBox(WriteError error, DraftDimension dimension, Axis axis) {
    this.error = error;
    this.dimension = dimension;
    this.axis = axis;
  }

  /**
   * @param indexes of the rows' values, distinct
   */
  Region.Range range(RegionOption region, long[] indexes) {
    if (!region.names(dimension.name())) {
      return Region.Range.of(0, axis.length());
    }
    if (region.range(dimension.name()).isPresent()) {
      Region.Range said = region.range(dimension.name()).get();
      long stop = said.start() + said.count();
      if (stop > axis.length()) {
        throw error.because(
            "the option region asks for indexes up to "
                + stop
                + " of dimension '"
                + dimension.name()
                + "', which has "
                + axis.length()
                + ". Set appendDim="
                + dimension.name()
                + " to add values behind the last.");
      }
      for (long index : indexes) {
        if (index < said.start() || index >= stop) {
          throw error.because(
              "column '"
                  + dimension.columnName()
                  + "' has the value "
                  + AxisText.of(axis, index)
                  + ", which has index "
                  + index
                  + " along dimension '"
                  + dimension.name()
                  + "', outside of the option region, ["
                  + said.start()
                  + ","
                  + stop
                  + "]. Drop such rows, or set region=auto.");
        }
      }
      return said;
    }
    return run(indexes);
  }

  private Region.Range run(long[] indexes) {
    if (indexes.length == 0) {
      return Region.Range.of(0, 0);
    }
    long[] sorted = indexes.clone();
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] != sorted[i - 1] + 1) {
        throw error.because(
            "the values of column '"
                + dimension.columnName()
                + "' are no run of dimension '"
                + dimension.name()
                + "' of the table: between "
                + AxisText.of(axis, sorted[i - 1])
                + " and "
                + AxisText.of(axis, sorted[i])
                + " the table has "
                + (sorted[i] - sorted[i - 1] - 1)
                + " more. Write each run by itself, or give the range with the option region.");
      }
    }
    return Region.Range.of(sorted[0], sorted[sorted.length - 1] + 1);
  }

  static TableUpdate update(
      OpenedTable table, List<Axis> axes, List<Region.Range> box, List<LaidOutArray> targets) {
    List<LaidOutArray> written = new ArrayList<>();
    List<ArrayChange> changes = new ArrayList<>();
    for (LaidOutArray target : targets) {
      if (target.role() != Column.Role.DIMENSION) {
        written.add(target);
        changes.add(
            new ArrayChange.Updated(
                table.path().resolve(target.name()),
                target.metadata(),
                new Region(target.dimensions().stream().map(box::get).toList())));
      }
    }
    return new TableUpdate(
        new TableLayout(axes, written, table.group(), List.of()),
        changes,
        List.of(),
        ExistingTable.shape(axes),
        new Region(box));
  }
}
