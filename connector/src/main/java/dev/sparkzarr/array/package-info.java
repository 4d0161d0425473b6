/**
 * Arrays and groups in a store: hierarchies, reading and writing of chunks and regions, engines,
 * and fetching ahead. Uses: {@code store}, {@code metadata}, {@code codec}. Knows nothing of labels
 * or Spark. Start at {@link dev.sparkzarr.array.Hierarchy} and {@link
 * dev.sparkzarr.array.ArrayEngine}. Engines and readers are safe for many threads.
 */
package dev.sparkzarr.array;
