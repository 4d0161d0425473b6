/**
 * Tables becoming arrays: which arrays a table's columns make, how their values are stored, and the
 * axes that say where a row belongs. Uses: {@code array}, {@code metadata}, {@code dataset} types
 * and {@code dataset.cf}. Knows nothing of Spark. Start at {@link
 * dev.sparkzarr.dataset.write.TableLayout}.
 */
package dev.sparkzarr.dataset.write;
