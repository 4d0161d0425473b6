package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.Table;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Which stored objects the partitions of a scan are aligned to. */
final class StoredObjects {
  private StoredObjects() {}

  /**
   * The grid of the array that costs most: of the projected columns the one with the most
   * dimensions, then the most bytes. Dimensions that it does not vary along follow the largest
   * array of the table, projected or not, and are whole where that does not vary either.
   *
   * @return lengths of a stored object, in the table's order of dimensions
   */
  static Shape grid(Table table, List<Column> projected) {
    long[] lengths = table.shape().toArray();
    Arrays.setAll(lengths, i -> Math.max(1, lengths[i]));
    largest(table.columns()).ifPresent(column -> lay(column, lengths));
    largest(projected).ifPresent(column -> lay(column, lengths));
    return Shape.of(lengths);
  }

  private static java.util.Optional<Column> largest(List<Column> columns) {
    return columns.stream()
        .filter(column -> column.role() != Column.Role.DIMENSION && column.array().isPresent())
        .max(
            Comparator.comparingInt((Column column) -> column.dimensions().size())
                .thenComparingInt(column -> column.type().width()));
  }

  private static void lay(Column column, long[] lengths) {
    ArrayMetadata array = column.array().orElseThrow();
    Shape object = ArrayLayout.of(array).objectShape();
    for (int i = 0; i < column.dimensions().size(); i++) {
      lengths[column.dimensions().get(i)] = object.length(i);
    }
  }
}
