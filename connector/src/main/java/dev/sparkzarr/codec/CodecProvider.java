package dev.sparkzarr.codec;

import java.util.Map;

/**
 * Adds codecs: a service, found with {@link java.util.ServiceLoader} in this library's class loader
 * and in the calling thread's. A name that this library itself registers cannot be replaced. Must
 * be safe for many threads.
 */
public interface CodecProvider {
  /**
   * @return for each name, as {@link dev.sparkzarr.metadata.CodecSpec#name()} spells it, how the
   *     codec is bound; a codec with several names has several entries
   */
  Map<String, CodecFactory> codecs();
}
