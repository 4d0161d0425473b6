package dev.sparkzarr.codec;

import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * {@code zlib}: one zlib stream.
 *
 * <pre>  | 2 bytes header | deflate blocks | Adler-32, u32 BE | </pre>
 *
 * <p>v3 {@code numcodecs.zlib}, {@code zlib}; v2 id {@code zlib}. Configuration, for encoding only:
 * {@code level}, -1 to 9. Decoding goes straight into the target; the checksum is verified. The
 * inflater is leased, one instance serves every thread. Source: RFC 1950.
 */
final class ZlibCodec implements BytesToBytes {
  static final CodecFactory FACTORY =
      (CodecFactory.OfBytesToBytes)
          (configuration, decoded) -> {
            return new ZlibCodec(decoded.compressed(), level(configuration, 1));
          };

  private final ByteForm encoded;
  private final int level;

  private ZlibCodec(ByteForm encoded, int level) {
    this.encoded = encoded;
    this.level = level;
  }

  /** Reads the level of a deflate codec. */
  static int level(CodecConfiguration configuration, int absent) {
    int level = configuration.integer("level", absent);
    if (level < -1 || level > 9) {
      throw CodecErrors.unsupported(
          configuration.codec(), "its 'level' is " + level + ", not -1 to 9");
    }
    return level;
  }

  @Override
  public ByteForm encoded() {
    return encoded;
  }

  @Override
  public ByteSpan decode(ByteSpan source, ByteTarget target, Workspace workspace) {
    Inflater inflater = workspace.zlibInflater();
    inflater.setInput(source.array(), source.offset(), source.length());
    int size = DeflateStream.inflate("zlib", inflater, target, 0);
    if (inflater.getRemaining() > 0) {
      throw CodecErrors.damaged(
          "zlib", inflater.getRemaining() + " bytes follow the end of its stream");
    }
    return target.span(size);
  }

  @Override
  public ByteSpan encode(ByteSpan decoded, ByteTarget target, Workspace workspace) {
    return target.span(DeflateStream.deflate(new Deflater(level), decoded, target, 0));
  }
}
