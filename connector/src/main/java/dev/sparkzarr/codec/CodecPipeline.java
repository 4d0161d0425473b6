package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The codec chain of one array, bound to its data type, the shape of its stored objects and its
 * fill value: every check that does not need bytes has been made. Immutable and safe for many
 * threads.
 */
public final class CodecPipeline {
  private CodecPipeline() {}

  /**
   * Binds the chain of an array.
   *
   * @throws CodecException when a codec is unknown, cannot follow its neighbour, or asks for what
   *     this version cannot do; the message names the codec
   */
  public static CodecPipeline of(ArrayMetadata array) {
    throw new UnsupportedOperationException();
  }

  /**
   * Binds a chain.
   *
   * @param codecs in encode order, in v3 form
   * @param kind of the elements
   * @param chunkShape what one stored object holds
   * @param fill empty reads as zero bits
   */
  public static CodecPipeline of(
      List<CodecSpec> codecs, ElementKind kind, Shape chunkShape, Optional<FillValue> fill) {
    throw new UnsupportedOperationException();
  }

  /**
   * @return what decoding gives
   */
  public ElementKind kind() {
    throw new UnsupportedOperationException();
  }

  /**
   * @return the shape that decoding gives: that of one stored object (the shard, where sharded)
   */
  public Shape chunkShape() {
    throw new UnsupportedOperationException();
  }

  /**
   * @return the largest encoded size in bytes that can belong to such a chunk; a larger object is
   *     refused before memory is taken for it
   */
  public long encodedLimit() {
    throw new UnsupportedOperationException();
  }

  /**
   * @return how to read parts of a stored object; empty when it must be decoded whole
   */
  public Optional<ShardLayout> shard() {
    throw new UnsupportedOperationException();
  }

  /**
   * Decodes one stored object.
   *
   * @param encoded array-backed, from position to limit, left as it was
   * @param target retyped and resized to the chunk; its contents are undefined after a failure
   * @throws CodecException when the bytes are damaged
   */
  public void decode(ByteBuffer encoded, ChunkBuffer target) {
    throw new UnsupportedOperationException();
  }

  /**
   * Encodes one stored object.
   *
   * @param source of this pipeline's kind and chunk shape, not modified
   * @return array-backed, owned by the caller
   * @throws CodecException when a codec of the chain can only decode
   */
  public ByteBuffer encode(ChunkBuffer source) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes the chunk that is not stored: every element the fill value.
   *
   * @param target retyped and resized to the chunk
   */
  public void fill(ChunkBuffer target) {
    throw new UnsupportedOperationException();
  }
}
