/**
 * Chunk bytes to typed buffers and back: codecs, pipelines of them, their cache, and sharding.
 * Uses: {@code metadata}, and {@code store} for byte ranges only. Knows nothing of stores, keys or
 * where bytes live. Start at {@link dev.sparkzarr.codec.CodecPipeline}, then any one codec (one
 * file each); a codec of your own is a {@link dev.sparkzarr.codec.CodecProvider}. Everything is
 * immutable once built and safe for many threads, except {@link dev.sparkzarr.codec.Workspace}
 * (scratch memory and native contexts, leased per call) and buffers, which one thread uses at a
 * time.
 */
package dev.sparkzarr.codec;
