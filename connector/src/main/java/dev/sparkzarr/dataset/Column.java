package dev.sparkzarr.dataset;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import java.util.List;
import java.util.Optional;

/**
 * One column of a table.
 *
 * @param name unique in its table, also when case is ignored
 * @param role what it is in the table
 * @param type of its values
 * @param nullable whether a value can be missing
 * @param dimensions positions among the table's dimensions that it varies along, in its array's own
 *     order; a dimension column has exactly its own
 * @param path of its array in the store; empty for a dimension without coordinate
 * @param array its array; empty for a dimension without coordinate
 * @param decoder from elements to values; empty for a dimension without coordinate
 */
public record Column(
    String name,
    Role role,
    ColumnType type,
    boolean nullable,
    List<Integer> dimensions,
    Optional<NodePath> path,
    Optional<ArrayMetadata> array,
    Optional<ValueDecoder> decoder) {
  /** What a column is in its table. */
  public enum Role {
    DIMENSION,
    COORDINATE,
    VARIABLE
  }

  public Column {
    dimensions = List.copyOf(dimensions);
  }

  /**
   * @return whether values are texts along a last dimension of the array, which the column does not
   *     have
   */
  public boolean joinsCharacters() {
    return array.isPresent() && array.get().shape().rank() > dimensions.size();
  }
}
