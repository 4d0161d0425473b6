package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import java.util.List;
import java.util.Optional;

/**
 * One array to be built.
 *
 * @param column position among the columns of the rows
 * @param source the column
 * @param role in the table
 * @param dimensions positions among the table's dimensions, in the array's own order
 * @param origin what the column, or the model's array of its name, was
 * @param order for each dimension, which one it was in the origin; empty where the origin had
 *     others
 * @param own what the option encoding says of it
 * @param values of a dimension's coordinate
 */
record ArrayDraft(
    int column,
    SourceColumn source,
    Column.Role role,
    List<Integer> dimensions,
    Optional<ColumnOrigin> origin,
    Optional<int[]> order,
    VariableOptions own,
    Optional<Axis> values) {
  String name() {
    return source.name();
  }
}
