package dev.sparkzarr.spark.write;

import java.io.Serializable;

/**
 * What one task wrote. Not to be modified.
 *
 * @param cells that rows gave, for each group of the plan
 */
record TaskReport(long[] cells) implements Serializable {}
