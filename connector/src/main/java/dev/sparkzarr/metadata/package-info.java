/**
 * Zarr documents ({@code .zarray}, {@code .zgroup}, {@code .zattrs}, {@code .zmetadata}, {@code
 * zarr.json}) as one immutable model of both formats. Uses: {@code store} for keys, Jackson. Knows
 * nothing of chunk bytes. Start at {@link dev.sparkzarr.metadata.ArrayMetadata}. Everything here is
 * immutable and safe for many threads.
 */
package dev.sparkzarr.metadata;
