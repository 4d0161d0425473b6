package dev.sparkzarr.spark.read.chunks;

import dev.sparkzarr.store.stack.StorePlan;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;

/**
 * What travels to executors once per stage.
 *
 * @param store may hold credentials, which its text does not show
 * @param schema of the rows that Spark wants
 */
record ChunkRowReaderFactory(StorePlan store, StructType schema) implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return ChunkRowReader.open(store, schema, (ChunkPartition) partition);
  }
}
