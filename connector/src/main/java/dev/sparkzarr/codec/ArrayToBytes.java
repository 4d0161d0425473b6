package dev.sparkzarr.codec;

/** A bound codec that makes bytes from an array. Immutable and safe for many threads. */
public interface ArrayToBytes {
  /**
   * @return what encoding gives
   */
  ByteForm encoded();

  /**
   * @return whether {@link #decode} may be called with the encoded bytes already where the decoded
   *     ones go; only where both are of one size
   */
  boolean decodesInPlace();

  /**
   * @return bytes of scratch that a decode takes from its workspace at most
   */
  long scratchBytes();

  /**
   * @param encoded of a size that {@link #encoded()} allows
   * @param target has room for the decoded form at {@code at}; every byte of it is written
   * @throws CodecException when the bytes are damaged
   */
  void decode(ByteSpan encoded, byte[] target, int at, Workspace workspace);

  /**
   * @param source holds the decoded form at {@code at}
   * @param target where the result may go
   * @return the encoded bytes, in {@code target} or in {@code source} itself
   * @throws CodecException when this codec can only decode
   */
  ByteSpan encode(byte[] source, int at, ByteTarget target, Workspace workspace);
}
