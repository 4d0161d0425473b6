/**
 * A group as labelled tables: dimensions, coordinates, variables, selections by coordinate, and the
 * tiles in which a table's rows are read. Uses: {@code array} and below; {@code dataset.cf} for
 * what attributes mean, {@code dataset.predicate} for expressions. {@code dataset.aggregate} and
 * {@code dataset.write} stand on it. Knows nothing of Spark, though its column types and
 * comparisons are those that Spark SQL defines. Start at {@link dev.sparkzarr.dataset.Table}.
 */
package dev.sparkzarr.dataset;
