/**
 * Writing: a DataFrame becomes arrays of a Zarr store. Rows, or columns where Spark has them, are
 * gathered into blocks by the stored object that they belong to, a shuffle carries the blocks, and
 * each object is assembled, encoded and put once; one that is whole in a task is put there. Rows
 * that are chunks are put where they are. Uses: {@code spark.options}, {@code spark.read}, {@code
 * spark.read.chunks}, {@code dataset.write}, {@code dataset.block}, {@code array.commit}. Start at
 * {@link dev.sparkzarr.spark.write.TableSave} and {@link dev.sparkzarr.spark.write.ChunkSave}.
 */
package dev.sparkzarr.spark.write;
