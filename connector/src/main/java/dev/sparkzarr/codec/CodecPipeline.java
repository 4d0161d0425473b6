package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The codec chain of one array, bound to its data type, the shape of a stored object and its fill
 * value: every check that does not need bytes has been made. Immutable and safe for many threads.
 */
public final class CodecPipeline {
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final CodecChain chain;
  private final Optional<ShardLayout> shard;

  CodecPipeline(CodecChain chain) {
    this.chain = chain;
    shard = chain.shard();
    if (shard.isEmpty() && chain.decoded().size() > LARGEST) {
      throw CodecErrors.tooLarge("a chunk of shape " + chunkShape(), chain.decoded().size());
    }
  }

  /**
   * Binds the chain of an array to the largest of its stored objects: the only shape there is,
   * unless its grid is not even.
   *
   * @throws CodecException as {@link #of(ArrayMetadata, Shape)}
   */
  public static CodecPipeline of(ArrayMetadata array) {
    return of(
        array,
        Shape.of(
            array.grid().edges(array.shape()).stream().mapToLong(ChunkEdges::longest).toArray()));
  }

  /**
   * Binds the chain of an array to one shape of its stored objects.
   *
   * @throws CodecException when a codec is unknown, cannot follow its neighbour, or asks for what
   *     this version cannot do; the message names the codec
   */
  public static CodecPipeline of(ArrayMetadata array, Shape objectShape) {
    return of(array.codecs(), array.dataType(), objectShape, array.fillValue());
  }

  /**
   * Binds a chain.
   *
   * @param codecs in encode order, in v3 form
   * @param type of the elements
   * @param chunkShape what one stored object holds
   * @param fill empty reads as {@link FillValue#undefined}
   */
  public static CodecPipeline of(
      List<CodecSpec> codecs, DataType type, Shape chunkShape, Optional<FillValue> fill) {
    FillValue pattern = fill.orElseGet(() -> FillValue.undefined(type));
    return new CodecPipeline(CodecChain.bind(codecs, new ArrayForm(type, chunkShape, pattern)));
  }

  /** Binds a chain of an array of numbers. */
  public static CodecPipeline of(
      List<CodecSpec> codecs, ElementKind kind, Shape chunkShape, Optional<FillValue> fill) {
    return of(codecs, new DataType.Numeric(kind), chunkShape, fill);
  }

  /**
   * @return what decoding gives; never an extension, but its storage
   */
  public DataType type() {
    return chain.decoded().type();
  }

  /**
   * @return the shape that decoding gives: that of one stored object (the shard, where sharded)
   */
  public Shape chunkShape() {
    return chain.decoded().shape();
  }

  /**
   * @return the largest encoded size in bytes that can belong to such a chunk; a larger object is
   *     refused before memory is taken for it
   */
  public long encodedLimit() {
    return chain.encoded().most();
  }

  /**
   * @return the encoded size in bytes of every such chunk, whatever its values; empty when it
   *     depends on them
   */
  public OptionalLong encodedSize() {
    return chain.encoded().isExact()
        ? OptionalLong.of(chain.encoded().most())
        : OptionalLong.empty();
  }

  /**
   * @return bytes of scratch that one decode takes at most, besides its target and the encoded
   *     bytes: each intermediate array (a transpose, a codec after another), the index and one
   *     inner chunk of a shard decoded whole, and the blocks of blosc, which are worst the whole
   *     chunk twice and mostly a few hundred KiB. One decode per thread at a time
   */
  public long scratchBytes() {
    return chain.scratchBytes();
  }

  /**
   * @return how to read parts of a stored object; empty when it must be decoded whole
   */
  public Optional<ShardLayout> shard() {
    return shard;
  }

  /**
   * Decodes one stored object.
   *
   * @param encoded array-backed, from position to limit, left as it was
   * @param target retyped and resized to the chunk; its contents are undefined after a failure
   * @throws CodecException when the bytes are damaged
   */
  public void decode(ByteBuffer encoded, ChunkBuffer target) {
    chain.checkEncoded(encoded.remaining()); // before memory is taken
    resize(target);
    try (Workspace workspace = Workspace.lease(target.heap())) {
      chain.decode(ByteSpan.of(encoded), target.bytes(), 0, workspace);
    }
  }

  /**
   * Encodes one stored object.
   *
   * @param source of this pipeline's type and chunk shape, not modified
   * @return array-backed, owned by the caller
   * @throws CodecException when a codec of the chain can only decode
   */
  public ByteBuffer encode(ChunkBuffer source) {
    if (!source.type().equals(type()) || source.size() != chain.decoded().size()) {
      throw new CodecException(
          "Cannot encode a chunk: "
              + source.size()
              + " bytes of "
              + source.type().name()
              + " were given for "
              + type().name()
              + " "
              + chunkShape()
              + ".");
    }
    try (Workspace workspace = Workspace.lease(source.heap())) {
      return chain.encodeAlone(source.bytes(), 0, workspace);
    }
  }

  /**
   * Makes the chunk that is not stored: every element the fill value.
   *
   * @param target retyped and resized to the chunk
   */
  public void fill(ChunkBuffer target) {
    resize(target);
    RawBytes.fill(target.bytes(), 0, target.size(), chain.decoded().fillElement(target.heap()));
  }

  /**
   * Makes one element of a chunk that is not stored.
   *
   * @param target retyped and resized to one element: the fill value
   */
  public void fillOne(ChunkBuffer target) {
    target.retype(type());
    target.resize(1);
    RawBytes.fill(target.bytes(), 0, target.size(), chain.decoded().fillElement(target.heap()));
  }

  private void resize(ChunkBuffer target) {
    target.retype(type());
    target.resize(chunkShape().elements());
  }
}
