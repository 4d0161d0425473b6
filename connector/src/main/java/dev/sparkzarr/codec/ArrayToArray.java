package dev.sparkzarr.codec;

import java.util.Optional;

/**
 * A bound codec that makes an array from an array. Sizes have been checked by the caller: both
 * sides are exactly as large as their forms say. Immutable and safe for many threads.
 */
public interface ArrayToArray {
  /**
   * @return what encoding gives
   */
  ArrayForm encoded();

  /**
   * @return whether {@link #decode} may be called with both sides in the same place; only where
   *     both are of one size
   */
  default boolean decodesInPlace() {
    return false;
  }

  /**
   * @return bytes of scratch that a decode takes from its workspace at most
   */
  default long scratchBytes() {
    return 0;
  }

  /**
   * @return when this codec only reorders dimensions: for each encoded dimension, which decoded
   *     dimension it is; not to be modified
   */
  default Optional<int[]> order() {
    return Optional.empty();
  }

  /**
   * @throws CodecException when the elements cannot have come from an encoder
   */
  void decode(byte[] encoded, int encodedAt, byte[] decoded, int decodedAt, Workspace workspace);

  /**
   * @throws CodecException when an element cannot be encoded, or this codec can only decode
   */
  void encode(byte[] decoded, int decodedAt, byte[] encoded, int encodedAt, Workspace workspace);
}
