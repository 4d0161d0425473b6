package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.TableScan;
import dev.sparkzarr.dataset.predicate.TileFilter;
import dev.sparkzarr.store.stack.StorePlan;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * What travels to executors once per stage: where the store is and what is read from it.
 *
 * @param store may hold credentials, which its text does not show
 * @param scan what is read
 * @param types of the columns that are shown, the first of the scan's
 * @param filter over the scan's columns, which every row has to pass
 */
record CellReaderFactory(StorePlan store, TableScan scan, List<DataType> types, TileFilter filter)
    implements PartitionReaderFactory {
  CellReaderFactory {
    types = List.copyOf(types);
  }

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return true;
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    return CellReader.open(store, scan, types, filter, (CellPartition) partition);
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new CellRowReader(
        CellReader.open(store, scan, types, filter, (CellPartition) partition));
  }
}
