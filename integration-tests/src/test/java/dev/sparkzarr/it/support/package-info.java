/**
 * Reads the store of every feature of the format inside a Spark, and says what came of it: the
 * programs of {@link dev.sparkzarr.it.FormatSupportIT}. Start reading at {@link
 * dev.sparkzarr.it.support.FormatSupport}.
 */
package dev.sparkzarr.it.support;
