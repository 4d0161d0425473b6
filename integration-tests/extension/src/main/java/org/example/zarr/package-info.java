/**
 * A codec, a data type, a chunk grid and a chunk key encoding that spark-zarr does not have, found
 * through {@link java.util.ServiceLoader}. Each is one class and one line in {@code
 * META-INF/services}. Start reading at {@link org.example.zarr.RunsCodec}.
 */
package org.example.zarr;
