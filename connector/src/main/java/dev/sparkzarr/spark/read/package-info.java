/**
 * Reading: source, table, pushdown, partitions, and columnar batches over own vectors. Start at
 * {@code ScanPlan}.
 */
package dev.sparkzarr.spark.read;
