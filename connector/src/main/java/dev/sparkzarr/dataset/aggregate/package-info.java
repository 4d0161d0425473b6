/**
 * Aggregates without rows: the groups of one partition, computed by loops over decoded values. The
 * groups of a table are a grid: most grouping keys depend on one dimension, whose indexes are
 * numbered by group once, on the driver ({@link dev.sparkzarr.dataset.aggregate.AxisGroups}); the
 * group of a cell is a sum over its dimensions. Other keys ({@link
 * dev.sparkzarr.dataset.aggregate.CellKeys}) add to it: what varies along some dimensions is
 * numbered once for a partition, what is one of few numbers is its own number, and no cell is ever
 * hashed while its values are taken in. A partition reads its tiles, cuts each into runs of cells
 * whose groups are one or follow one another ({@link dev.sparkzarr.dataset.aggregate.TileRuns}),
 * and lets every accumulator go over them. Start at {@link
 * dev.sparkzarr.dataset.aggregate.AggregateScan}, then {@link
 * dev.sparkzarr.dataset.aggregate.AggregateReader}. Uses: {@code dataset}, {@code
 * dataset.predicate}.
 */
package dev.sparkzarr.dataset.aggregate;
