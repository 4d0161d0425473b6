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
 * @param computed what the values along the dimension are, where they are not its axis's own; else
 *     null
 */
public record ScanColumn(
    String name,
    ColumnType type,
    List<Integer> dimensions,
    int axis,
    ArrayHandle array,
    ValueDecoder decoder,
    Axis computed)
    implements Serializable {
  public ScanColumn {
    dimensions = List.copyOf(dimensions);
  }

  /** A column of a dimension's own axis, or of an array. */
  public ScanColumn(
      String name,
      ColumnType type,
      List<Integer> dimensions,
      int axis,
      ArrayHandle array,
      ValueDecoder decoder) {
    this(name, type, dimensions, axis, array, decoder, null);
  }

  /**
   * A column of values that were computed along a dimension.
   *
   * @param values as many as the dimension is long
   */
  public static ScanColumn computed(int dimension, Axis values) {
    return new ScanColumn(
        values.name(), values.type(), List.of(dimension), dimension, null, null, values);
  }
}
