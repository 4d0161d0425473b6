/**
 * What to send with a question: versions, class loaders, and how a store is reached, as rows. Uses:
 * {@code spark.options} and every floor below. Start at {@link
 * dev.sparkzarr.spark.diagnose.DiagnosisTable}, which {@code diagnose=true} reads in place of a
 * table. Nothing here fails because of what it describes: an error is a row.
 */
package dev.sparkzarr.spark.diagnose;
