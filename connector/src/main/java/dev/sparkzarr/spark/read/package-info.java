/**
 * Reading: tables, what a scan takes from Spark, partitions, and columnar batches over own vectors.
 * Uses: {@code spark.options} and every floor below. Start at {@code ScanPlan}: {@code
 * CellScanBuilder} makes one on the driver, {@code CellBatch} cuts it into partitions, {@code
 * CellReader} runs one on an executor and {@code TileVector} shows its values to Spark. Tables and
 * plans are immutable; builders and scans belong to the planning thread, readers and vectors to
 * their task's.
 */
package dev.sparkzarr.spark.read;
