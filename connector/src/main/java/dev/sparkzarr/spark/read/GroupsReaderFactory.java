package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.aggregate.AggregateScan;
import dev.sparkzarr.store.stack.StorePlan;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * What travels to executors once per stage: where the store is and what is computed from it.
 *
 * @param store may hold credentials, which its text does not show
 * @param scan what is computed
 * @param types of the result's columns
 */
record GroupsReaderFactory(StorePlan store, AggregateScan scan, List<DataType> types)
    implements PartitionReaderFactory {
  GroupsReaderFactory {
    types = List.copyOf(types);
  }

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return true;
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    return GroupsReader.open(store, scan, types, ((CellPartition) partition).box());
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    throw new UnsupportedOperationException("groups come in batches");
  }
}
