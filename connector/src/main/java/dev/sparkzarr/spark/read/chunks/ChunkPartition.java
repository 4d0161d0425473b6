package dev.sparkzarr.spark.read.chunks;

import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.ChunkScan;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * One task's share of a scan of chunks.
 *
 * @param box of the array, not empty
 * @param limit rows at most
 */
record ChunkPartition(ChunkScan scan, Box box, int limit) implements InputPartition {}
