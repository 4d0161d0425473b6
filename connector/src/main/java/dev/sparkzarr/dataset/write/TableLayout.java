package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.metadata.GroupMetadata;
import java.util.List;

/**
 * The arrays that a table becomes. Immutable.
 *
 * @param axes one for each dimension, in order; an index axis where the dimension gets no
 *     coordinate
 * @param arrays coordinates first, then variables; a dimension that is an index only has none
 * @param group metadata of the table's group
 * @param copies arrays that are no columns and are copied whole from the table that the option
 *     {@code like} names, such as bounds and grid mappings
 */
public record TableLayout(
    List<Axis> axes, List<LaidOutArray> arrays, GroupMetadata group, List<CopiedArray> copies) {
  public TableLayout {
    axes = List.copyOf(axes);
    arrays = List.copyOf(arrays);
    copies = List.copyOf(copies);
  }
}
