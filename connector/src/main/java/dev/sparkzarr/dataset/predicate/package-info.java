/**
 * Expressions worth exactly what Spark SQL would compute on every row: three-valued logic, casts,
 * date parts, time zones, and ANSI arithmetic. Over one axis, whose values are known to the driver,
 * everything that raises no error there is computed; over cells, whose values are not, only what
 * raises none whatever they are. Knows no Spark class, so that it can be tested in milliseconds;
 * floor 6 translates Spark's trees into these. Uses: {@code dataset} types. Start at {@link
 * dev.sparkzarr.dataset.predicate.CellExpressions}, then {@link
 * dev.sparkzarr.dataset.predicate.PredicateEvaluator} for predicates on an axis and {@link
 * dev.sparkzarr.dataset.predicate.CellEvaluator} for cells; each node of an expression is one file.
 * Everything here is immutable, except what one evaluation uses on its own thread.
 */
package dev.sparkzarr.dataset.predicate;
