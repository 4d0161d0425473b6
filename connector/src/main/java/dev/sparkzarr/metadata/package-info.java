/**
 * Zarr documents ({@code .zarray}, {@code .zgroup}, {@code .zattrs}, {@code .zmetadata}, {@code
 * zarr.json}) as one immutable model of both formats. Uses: {@code store} for keys, Jackson. Knows
 * nothing of chunk bytes. Start at {@link dev.sparkzarr.metadata.ArrayMetadata}; where chunks begin
 * and end only {@link dev.sparkzarr.metadata.ChunkEdges} knows. Other jars add chunk grids, chunk
 * key encodings and data types as services ({@code ...Provider}). Everything here is immutable and
 * safe for many threads.
 */
package dev.sparkzarr.metadata;
