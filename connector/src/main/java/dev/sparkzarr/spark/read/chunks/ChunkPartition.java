package dev.sparkzarr.spark.read.chunks;

import dev.sparkzarr.dataset.Box;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * One task's share of a scan of chunks.
 *
 * @param source which of the scan's arrays
 * @param box of the array, not empty
 * @param limit rows at most
 */
record ChunkPartition(int source, Box box, int limit) implements InputPartition {}
