/**
 * Stores on Hadoop file systems: s3a, abfs, gs, hdfs and whatever else the class path holds. Uses:
 * {@code store} and Hadoop's client, which Spark brings. Start at {@link
 * dev.sparkzarr.store.hadoop.HadoopStore}; settings come from {@link
 * dev.sparkzarr.store.hadoop.HadoopSettings}; stores share clients as {@code HadoopClients} says.
 * No vendor's file system class is named. Everything is safe for many threads.
 */
package dev.sparkzarr.store.hadoop;
