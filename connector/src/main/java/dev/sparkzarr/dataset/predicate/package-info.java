/**
 * Predicates on one axis, evaluated exactly as Spark SQL would on every row: expressions over the
 * coordinate's values, three-valued logic, casts, date parts, time zones, ANSI on or off. Knows no
 * Spark class, so that it can be tested in milliseconds; floor 6 translates Spark's trees into
 * these. Uses: {@code dataset} types. Everything here is immutable.
 */
package dev.sparkzarr.dataset.predicate;
