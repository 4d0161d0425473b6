package dev.sparkzarr.metadata;

import java.util.Map;

/**
 * Adds chunk key encodings: a service, found with {@link java.util.ServiceLoader} in this library's
 * class loader and in the calling thread's. A name that this library itself reads cannot be
 * replaced. Must be safe for many threads.
 */
public interface ChunkKeyEncodingProvider {
  /**
   * @return for each name, as {@code chunk_key_encoding} spells it, how the encoding is read
   */
  Map<String, ChunkKeyEncoderFactory> chunkKeyEncodings();
}
