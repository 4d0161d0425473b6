package dev.sparkzarr.dataset;

import java.io.Serializable;
import java.util.List;

/**
 * A projected column as it travels to executors.
 *
 * @param name for messages
 * @param type of its values
 * @param dimensions positions among the table's dimensions that it varies along, in its array's own
 *     order
 * @param axis the dimension whose axis gives the values, or -1 when an array does
 * @param array the array that gives the values, or null
 * @param decoder from elements to values; null for an axis, unless its values have parts
 */
public record ScanColumn(
    String name,
    ColumnType type,
    List<Integer> dimensions,
    int axis,
    ArrayHandle array,
    ValueDecoder decoder)
    implements Serializable {
  public ScanColumn {
    dimensions = List.copyOf(dimensions);
  }
}
