package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.Table;
import dev.sparkzarr.metadata.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which stored objects the partitions of a scan are aligned to.
 *
 * @param objectShape lengths of a stored object, in the table's order of dimensions
 * @param chunkShape lengths of a chunk, in the table's order of dimensions
 */
record StoredObjects(Shape objectShape, Shape chunkShape) {
  /**
   * The grids of the array that costs most: of the projected columns the one with the most
   * dimensions, then the most bytes. Dimensions that it does not vary along follow the largest
   * array of the table, projected or not, and are whole where that does not vary either.
   */
  static StoredObjects of(ZarrTable source, List<Column> projected) {
    Table table = source.table();
    long[] objects = table.shape().toArray();
    Arrays.setAll(objects, i -> Math.max(1, objects[i]));
    long[] chunks = objects.clone();
    largest(table.columns()).ifPresent(column -> lay(source, column, objects, chunks));
    largest(projected).ifPresent(column -> lay(source, column, objects, chunks));
    return new StoredObjects(Shape.of(objects), Shape.of(chunks));
  }

  private static java.util.Optional<Column> largest(List<Column> columns) {
    return columns.stream()
        .filter(column -> column.role() != Column.Role.DIMENSION && column.array().isPresent())
        .max(
            Comparator.comparingInt((Column column) -> column.dimensions().size())
                .thenComparingInt(column -> column.type().width()));
  }

  private static void lay(ZarrTable source, Column column, long[] objects, long[] chunks) {
    ArrayLayout layout = source.layout(column);
    for (int i = 0; i < column.dimensions().size(); i++) {
      int dimension = column.dimensions().get(i);
      objects[dimension] = layout.objectShape().length(i);
      chunks[dimension] = layout.chunkShape().length(i);
    }
  }
}
