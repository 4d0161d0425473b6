/**
 * Columns of a tile as Spark's column vectors: one class for each way that values are laid out,
 * loaded when the first value is asked for. Uses: {@code dataset} tiles. Start at {@link
 * dev.sparkzarr.spark.read.vector.TileVector}. For one thread at a time.
 */
package dev.sparkzarr.spark.read.vector;
