package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.TableReader;
import dev.sparkzarr.dataset.TableScan;
import dev.sparkzarr.dataset.predicate.FilteredTiles;
import dev.sparkzarr.dataset.predicate.TileFilter;
import dev.sparkzarr.spark.read.vector.TileVector;
import dev.sparkzarr.store.stack.StorePlan;
import java.util.List;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Reads a partition in batches: one batch and one set of vectors, used again for every tile. The
 * store is opened on the task's thread, once. For one thread, except that {@link #close} may come
 * from another.
 */
final class CellReader implements PartitionReader<ColumnarBatch> {
  private final PartitionStore<FilteredTiles> store;
  private final FilteredTiles tiles;
  private final TileVector[] vectors;
  private final ColumnarBatch batch;
  private long skip;

  private CellReader(PartitionStore<FilteredTiles> store, List<DataType> types, long skip) {
    this.store = store;
    this.tiles = store.reader();
    this.skip = skip;
    this.vectors = new TileVector[types.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = TileVector.of(types.get(i), tiles.column(i));
    }
    this.batch = new ColumnarBatch(vectors.clone());
  }

  /**
   * Opens a partition. Within a task, the end of the task closes it, whatever way the task ends.
   */
  static CellReader open(
      StorePlan plan,
      TableScan scan,
      List<DataType> types,
      TileFilter filter,
      CellPartition partition) {
    TableScan narrowed =
        partition.selection().isEmpty()
            ? scan
            : new TableScan(scan.axes(), partition.selection(), scan.columns(), scan.settings());
    return new CellReader(
        PartitionStore.open(
            plan,
            (store, counters) ->
                new FilteredTiles(
                    TableReader.open(store, narrowed, partition.box(), partition.limit(), counters),
                    narrowed.columns().size(),
                    filter),
            FilteredTiles::close),
        types,
        partition.skip());
  }

  @Override
  public boolean next() {
    while (tiles.next()) {
      int rows = tiles.rows();
      if (skip >= rows) {
        skip -= rows;
        continue;
      }
      int skipped = (int) skip;
      skip = 0;
      for (TileVector vector : vectors) {
        vector.moveTo(skipped, rows - skipped);
      }
      batch.setNumRows(rows - skipped);
      return true;
    }
    return false;
  }

  @Override
  public ColumnarBatch get() {
    return batch;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return store.metrics();
  }

  @Override
  public void close() {
    store.close();
  }
}
