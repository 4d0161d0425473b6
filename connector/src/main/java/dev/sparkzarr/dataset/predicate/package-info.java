/**
 * Predicates on one axis, evaluated exactly as Spark SQL would on every row: expressions over the
 * coordinate's values, three-valued logic, casts, date parts, time zones, and ANSI arithmetic as
 * far as it raises no error on the axis. Knows no Spark class, so that it can be tested in
 * milliseconds; floor 6 translates Spark's trees into these. Uses: {@code dataset} types. Start at
 * {@link dev.sparkzarr.dataset.predicate.AxisExpressions}, then {@link
 * dev.sparkzarr.dataset.predicate.PredicateEvaluator}; each node of an expression is one file.
 * Everything here is immutable, except what one evaluation uses on its own thread.
 */
package dev.sparkzarr.dataset.predicate;
