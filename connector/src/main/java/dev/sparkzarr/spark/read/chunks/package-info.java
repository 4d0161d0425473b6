/**
 * Rows of chunks, {@code layout=chunks}: one row for each chunk of some arrays, its place and its
 * values, or the bytes of each stored object. Uses: {@code spark.read}, {@code spark.options} and
 * every floor below. Start at {@code ChunkTable}; {@link
 * dev.sparkzarr.spark.read.chunks.ChunkRowSchema} says what a row is, to readers and writers alike.
 * Tables and scans are immutable; builders belong to the planning thread, readers to their task's.
 */
package dev.sparkzarr.spark.read.chunks;
