package dev.sparkzarr.codec;

/**
 * {@code lz4}: one raw LZ4 block behind its decoded size.
 *
 * <pre>
 *   | decoded size, u32 LE | LZ4 block |      neither the LZ4 frame format nor Hadoop's framing
 * </pre>
 *
 * <p>v3 {@code numcodecs.lz4}, {@code lz4}; v2 id {@code lz4}. Configuration: {@code acceleration},
 * for other encoders; ignored. Decoding goes straight into the target; there is no checksum.
 * Stateless. Source: numcodecs {@code lz4}.
 */
final class Lz4Codec implements BytesToBytes {
  static final CodecFactory FACTORY =
      (CodecFactory.OfBytesToBytes)
          (configuration, decoded) -> {
            return new Lz4Codec(decoded.compressed());
          };

  private final ByteForm encoded;

  private Lz4Codec(ByteForm encoded) {
    this.encoded = encoded;
  }

  @Override
  public ByteForm encoded() {
    return encoded;
  }

  @Override
  public ByteSpan decode(ByteSpan source, ByteTarget target, Workspace workspace) {
    if (source.length() < Integer.BYTES) {
      throw CodecErrors.damaged("lz4", source.length() + " bytes are too short for its header");
    }
    long size = Integer.toUnsignedLong(source.intAt(0));
    target.expect(size, source.length(), Lz4Blocks.RATIO);
    byte[] out = target.reserve(size);
    ByteSpan block = source.part(Integer.BYTES, source.length() - Integer.BYTES);
    if (!Lz4Blocks.decode(block, out, target.offset(), (int) size)) {
      throw CodecErrors.damaged(
          "lz4", "its block does not give the " + size + " bytes it declares");
    }
    return target.span((int) size);
  }

  @Override
  public ByteSpan encode(ByteSpan decoded, ByteTarget target, Workspace workspace) {
    int size = decoded.length();
    int bound = Lz4Blocks.bound(size);
    byte[] out = target.reserve((long) bound + Integer.BYTES);
    RawBytes.putInt(out, target.offset(), size);
    int at = target.offset() + Integer.BYTES;
    int length = Lz4Blocks.encode(0, decoded.array(), decoded.offset(), size, out, at, bound);
    return target.span(length + Integer.BYTES);
  }
}
