/**
 * The connector's face to Spark. Uses: every floor below, Spark's public connector interfaces and
 * Hadoop's configuration. Knows nothing of how bytes are decoded.
 */
package dev.sparkzarr.spark;
