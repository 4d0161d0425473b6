/**
 * Every option of reading and writing, declared once, and the objects that answer what was asked
 * for. Uses: {@code dataset} and below for the types of answers. Start at {@link
 * dev.sparkzarr.spark.options.OptionRegistry}; reading asks {@link
 * dev.sparkzarr.spark.options.ReadConf} and nothing else looks into the option map. Everything here
 * is immutable and safe for many threads.
 */
package dev.sparkzarr.spark.options;
