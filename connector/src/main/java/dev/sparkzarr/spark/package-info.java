/**
 * The connector's face to Spark: the data source {@code zarr}. Uses: every floor below, Spark's
 * public connector interfaces and Hadoop's configuration. Knows nothing of how bytes are decoded.
 * Start at {@link dev.sparkzarr.spark.ZarrSource}; options are declared in {@code spark.options},
 * reading is in {@code spark.read}, which does not know this package, {@code spark.diagnose}
 * describes a read that fails. Runs on the driver only.
 */
package dev.sparkzarr.spark;
