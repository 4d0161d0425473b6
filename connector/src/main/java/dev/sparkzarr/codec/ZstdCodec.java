package dev.sparkzarr.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/**
 * {@code zstd}: Zstandard frames, one or several; a frame may leave out its content size.
 *
 * <pre>  | frame | frame | … |      each: magic 28 b5 2f fd, header, blocks, perhaps a checksum
 * </pre>
 *
 * <p>v3 {@code zstd}, {@code numcodecs.zstd}; v2 id {@code zstd}. Configuration, for encoding only:
 * {@code level} (0: the library's default; outside its range: clipped) and {@code checksum}.
 * Decoding goes straight into the target in one call, without a window of its own. Native
 * (zstd-jni); the context is leased, one instance serves every thread. Source: RFC 8878.
 */
final class ZstdCodec implements BytesToBytes {
  static final CodecFactory FACTORY =
      (CodecFactory.OfBytesToBytes)
          (configuration, decoded) -> {
            return new ZstdCodec(
                decoded.compressed(),
                configuration.integer("level", 0),
                configuration.isSet("checksum"));
          };

  private static final int LARGEST = Integer.MAX_VALUE - 8;

  /** Room to begin with where the decoded size is open. */
  private static final long FIRST = 1 << 18;

  private final ByteForm encoded;
  private final int level;
  private final boolean checksum;

  private ZstdCodec(ByteForm encoded, int level, boolean checksum) {
    this.encoded = encoded;
    this.level = level;
    this.checksum = checksum;
  }

  @Override
  public ByteForm encoded() {
    return encoded;
  }

  @Override
  public ByteSpan decode(ByteSpan source, ByteTarget target, Workspace workspace) {
    ByteForm form = target.form();
    long most = Math.min(form.most(), LARGEST);
    long room = most;
    if (!form.isExact()) {
      most = Math.min(most, ZstdFrames.mostDecoded(source));
      room = Math.min(most, Math.max(FIRST, 4L * source.length()));
    }
    while (true) {
      try {
        byte[] out = target.reserve(room);
        return target.span(decode(source, out, target.offset(), (int) room, workspace));
      } catch (ZstdException e) {
        if (e.getErrorCode() != Zstd.errDstSizeTooSmall() || room == most) {
          throw damaged(e, form);
        }
        room = Math.min(most, 4 * room);
      }
    }
  }

  /** Decodes frames into at most {@code room} bytes and says how many they were. */
  static int decode(ByteSpan source, byte[] target, int at, int room, Workspace workspace) {
    return workspace
        .zstdDecompress()
        .decompressByteArray(target, at, room, source.array(), source.offset(), source.length());
  }

  static CodecException damaged(ZstdException e, ByteForm expected) {
    return e.getErrorCode() == Zstd.errDstSizeTooSmall()
        ? CodecErrors.damaged(
            "zstd", "it holds more bytes than the " + expected + " that belong", e)
        : CodecErrors.damaged("zstd", e.getMessage(), e);
  }

  @Override
  public ByteSpan encode(ByteSpan decoded, ByteTarget target, Workspace workspace) {
    byte[] out = target.reserve(Zstd.compressBound(decoded.length()));
    int size = encode(decoded, level, checksum, out, target.offset(), workspace);
    return target.span(size);
  }

  static int encode(
      ByteSpan decoded, int level, boolean checksum, byte[] out, int at, Workspace workspace) {
    int clipped = Math.max(Zstd.minCompressionLevel(), Math.min(Zstd.maxCompressionLevel(), level));
    try {
      return workspace
          .zstdCompress()
          .setLevel(clipped)
          .setChecksum(checksum)
          .compressByteArray(
              out, at, out.length - at, decoded.array(), decoded.offset(), decoded.length());
    } catch (ZstdException e) {
      throw new CodecException("Cannot encode zstd: " + e.getMessage() + ".", e);
    }
  }
}
