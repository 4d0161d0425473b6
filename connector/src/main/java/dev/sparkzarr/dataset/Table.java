package dev.sparkzarr.dataset;

import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.Shape;
import java.util.List;

/**
 * One dimension group of a group: its cells are rows. Axes have been read; nothing else has.
 *
 * @param axes one for each dimension, in order
 * @param columns dimensions first in the same order, then coordinates, then variables
 * @param attributes the group's own
 * @param notes what a user should be told of in explain(), such as a mask that no attribute names
 */
public record Table(
    List<Axis> axes, List<Column> columns, Attributes attributes, List<String> notes) {
  public Table {
    axes = List.copyOf(axes);
    columns = List.copyOf(columns);
    notes = List.copyOf(notes);
  }

  /**
   * @return lengths of the dimensions
   */
  public Shape shape() {
    return Shape.of(axes.stream().mapToLong(Axis::length).toArray());
  }
}
