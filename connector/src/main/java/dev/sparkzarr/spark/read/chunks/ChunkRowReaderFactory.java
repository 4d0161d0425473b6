package dev.sparkzarr.spark.read.chunks;

import dev.sparkzarr.dataset.ChunkScan;
import dev.sparkzarr.store.stack.StorePlan;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;

/**
 * What travels to executors once per stage.
 *
 * @param store may hold credentials, which its text does not show
 * @param scans one for each array
 * @param schema of the rows that Spark wants
 */
record ChunkRowReaderFactory(StorePlan store, List<ChunkScan> scans, StructType schema)
    implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    ChunkPartition chunks = (ChunkPartition) partition;
    return ChunkRowReader.open(store, scans.get(chunks.source()), schema, chunks);
  }
}
