/**
 * Writing: a DataFrame becomes arrays of a Zarr store. Rows are gathered into blocks by the stored
 * object that they belong to, a shuffle carries the blocks, and each object is assembled, encoded
 * and put once. Uses: {@code spark.options}, {@code dataset.write}, {@code dataset.block}, {@code
 * array.commit}. Start at {@link dev.sparkzarr.spark.write.TableSave}.
 */
package dev.sparkzarr.spark.write;
