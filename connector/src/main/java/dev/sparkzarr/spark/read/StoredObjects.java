package dev.sparkzarr.spark.read;

import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.Table;
import dev.sparkzarr.metadata.ChunkEdges;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which stored objects the partitions of a scan are aligned to.
 *
 * @param objects how each of the table's dimensions is cut into stored objects
 * @param chunks how each of the table's dimensions is cut into chunks
 */
record StoredObjects(List<ChunkEdges> objects, List<ChunkEdges> chunks) {
  /**
   * The grids of the array that costs most: of the projected columns the one with the most
   * dimensions, then the most bytes. Dimensions that it does not vary along follow the largest
   * array of the table, projected or not, and are whole where that does not vary either.
   */
  static StoredObjects of(ZarrTable source, List<Column> projected) {
    Table table = source.table();
    ChunkEdges[] objects = new ChunkEdges[table.shape().rank()];
    Arrays.setAll(objects, i -> whole(table.shape().length(i)));
    ChunkEdges[] chunks = objects.clone();
    largest(table.columns()).ifPresent(column -> lay(source, column, objects, chunks));
    largest(projected).ifPresent(column -> lay(source, column, objects, chunks));
    return new StoredObjects(List.of(objects), List.of(chunks));
  }

  private static ChunkEdges whole(long length) {
    return ChunkEdges.even(length, Math.max(1, length));
  }

  private static java.util.Optional<Column> largest(List<Column> columns) {
    return columns.stream()
        .filter(column -> column.role() != Column.Role.DIMENSION && column.array().isPresent())
        .max(
            Comparator.comparingInt((Column column) -> column.dimensions().size())
                .thenComparingInt(column -> column.type().width()));
  }

  private static void lay(
      ZarrTable source, Column column, ChunkEdges[] objects, ChunkEdges[] chunks) {
    ArrayGrid grid = source.grid(column);
    for (int i = 0; i < column.dimensions().size(); i++) {
      int dimension = column.dimensions().get(i);
      objects[dimension] = grid.objects().get(i);
      chunks[dimension] = grid.chunks().get(i);
    }
  }
}
