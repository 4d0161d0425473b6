package dev.sparkzarr.codec;

/**
 * Binds one codec of a document to the place where it stands: reads its configuration and makes
 * every check that needs no bytes. A bound codec is immutable and safe for many threads.
 */
public sealed interface CodecFactory {

  /** Of a codec that makes an array from an array. */
  non-sealed interface OfArrayToArray extends CodecFactory {
    /**
     * @param decoded what decoding gives
     * @throws CodecException when the configuration cannot be used, naming the codec
     */
    ArrayToArray bind(CodecConfiguration configuration, ArrayForm decoded);
  }

  /** Of the codec that makes bytes from an array. */
  non-sealed interface OfArrayToBytes extends CodecFactory {
    /**
     * @param decoded what decoding gives
     * @throws CodecException when the configuration cannot be used, naming the codec
     */
    ArrayToBytes bind(CodecConfiguration configuration, ArrayForm decoded);
  }

  /** Of a codec that makes bytes from bytes. */
  non-sealed interface OfBytesToBytes extends CodecFactory {
    /**
     * @param decoded what decoding gives
     * @throws CodecException when the configuration cannot be used, naming the codec
     */
    BytesToBytes bind(CodecConfiguration configuration, ByteForm decoded);
  }
}
