/**
 * Chunk bytes to typed buffers and back: pipelines, their cache, and sharding. Uses: {@code
 * metadata}. Knows nothing of stores, keys or where bytes live. Start at {@link
 * dev.sparkzarr.codec.CodecPipeline}, then any one codec (one file each). Everything is immutable
 * once built and safe for many threads; scratch memory and native contexts are leased per call.
 */
package dev.sparkzarr.codec;
