package dev.sparkzarr.dataset;

import java.io.Serializable;
import java.util.List;

/**
 * What executors need to read rows of a table, the same for every partition; travels once per
 * stage.
 *
 * @param axes one for each dimension
 * @param selection the selected indexes of each dimension
 * @param columns the projected columns; may be empty (rows are then only counted)
 * @param settings how to read
 */
public record TableScan(
    List<Axis> axes, List<IndexSet> selection, List<ScanColumn> columns, ReadSettings settings)
    implements Serializable {
  public TableScan {
    axes = List.copyOf(axes);
    selection = List.copyOf(selection);
    columns = List.copyOf(columns);
  }
}
