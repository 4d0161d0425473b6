package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One codec as a document names it: unbound, printable, comparable. The chain of an array is always
 * in v3 form and encode order: array to array, one array to bytes, bytes to bytes. A v2 array's
 * order, filters and compressor are translated: order F becomes {@code transpose} first, the v2
 * byte order becomes {@code bytes} placed before the first bytes-to-bytes codec, and every
 * numcodecs id {@code x} is named {@code numcodecs.x} with its v2 configuration untouched.
 *
 * @param name for example {@code zstd}, {@code numcodecs.blosc}
 * @param configuration never null; a copy of what the document says, not to be modified
 * @param mustUnderstand false when the document allows a reader to skip an unknown codec
 */
public record CodecSpec(String name, ObjectNode configuration, boolean mustUnderstand) {
  public CodecSpec {
    configuration = configuration.deepCopy();
  }
}
