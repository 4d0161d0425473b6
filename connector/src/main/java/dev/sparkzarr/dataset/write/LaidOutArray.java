package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.metadata.ArrayMetadata;
import java.util.List;

/**
 * One array that a table's column becomes. Immutable.
 *
 * @param name of the node, below the table's group
 * @param column position among the columns of the rows
 * @param role of the column
 * @param dimensions positions among the table's dimensions, in the array's own order; a dimension's
 *     coordinate has exactly its own
 * @param metadata of the array, complete
 * @param encoder from the column's values to the array's elements
 */
public record LaidOutArray(
    String name,
    int column,
    Column.Role role,
    List<Integer> dimensions,
    ArrayMetadata metadata,
    ValueEncoder encoder) {
  public LaidOutArray {
    dimensions = List.copyOf(dimensions);
  }

  /** The same with other metadata, whose elements are the same. */
  LaidOutArray with(ArrayMetadata other) {
    return new LaidOutArray(name, column, role, dimensions, other, encoder);
  }
}
