/**
 * Arrays and groups in a store: hierarchies, reading and writing of chunks and regions, engines,
 * and fetching ahead. Uses: {@code store}, {@code metadata}, {@code codec}. Knows nothing of labels
 * or Spark.
 *
 * <p>Start at {@link dev.sparkzarr.array.Hierarchy} for what a store holds, {@link
 * dev.sparkzarr.array.ArrayEngine} for its elements: operations on (store, path, metadata), given
 * as an {@link dev.sparkzarr.array.ArrayReader} or {@link dev.sparkzarr.array.ArrayWriter}. {@link
 * dev.sparkzarr.array.FetchPool} fetches ahead for one task. {@link dev.sparkzarr.array.Nodes}
 * creates nodes; {@link dev.sparkzarr.array.ZarrArray} and {@link dev.sparkzarr.array.ZarrGroup}
 * bind store, path and metadata.
 *
 * <p>Everything is safe for many threads, except a {@link dev.sparkzarr.array.ChunkStream}, which
 * one thread consumes, and writers of one stored object.
 */
package dev.sparkzarr.array;
