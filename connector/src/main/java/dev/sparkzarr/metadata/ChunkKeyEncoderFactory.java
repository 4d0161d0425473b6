package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads the configuration of one chunk key encoding. Must be safe for many threads. */
@FunctionalInterface
public interface ChunkKeyEncoderFactory {
  /**
   * @param configuration as the document has it, empty when it has none; not to be modified
   * @throws MetadataException when the configuration cannot be used; the message says why, the
   *     caller names array and encoding
   */
  ChunkKeyEncoder encoder(ObjectNode configuration);
}
