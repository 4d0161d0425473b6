package dev.sparkzarr.codec;

/** A bound codec that makes bytes from bytes. Immutable and safe for many threads. */
public interface BytesToBytes {
  /**
   * @return what encoding gives
   */
  ByteForm encoded();

  /**
   * @return whether {@link #decode} gives a part of its encoded bytes and never uses its target
   */
  default boolean decodesToView() {
    return false;
  }

  /**
   * @return bytes of scratch that a decode takes from its workspace at most, the result not counted
   */
  default long scratchBytes() {
    return 0;
  }

  /**
   * @param encoded of a size that {@link #encoded()} allows; hostile
   * @param target where the result goes, unless it is a part of {@code encoded}
   * @return the decoded bytes; the caller checks how many there are
   * @throws CodecException when the bytes are damaged; nothing else, whatever they are
   */
  ByteSpan decode(ByteSpan encoded, ByteTarget target, Workspace workspace);

  /**
   * @param decoded of a size that the bound form allows
   * @param target where the result may go
   * @return the encoded bytes
   * @throws CodecException when this codec can only decode
   */
  ByteSpan encode(ByteSpan decoded, ByteTarget target, Workspace workspace);
}
