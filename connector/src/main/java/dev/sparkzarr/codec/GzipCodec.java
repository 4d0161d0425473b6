package dev.sparkzarr.codec;

import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * {@code gzip}: gzip members, one or several.
 *
 * <pre>
 *   member: | 1f 8b 08 flags | time u32 | extra flags, system | optional fields |
 *           | deflate blocks | CRC-32 u32 LE | decoded length u32 LE |
 * </pre>
 *
 * <p>v3 {@code gzip}, {@code numcodecs.gzip}; v2 id {@code gzip}. Configuration, for encoding only:
 * {@code level}, -1 to 9. Decoding goes straight into the target; checksum and length of every
 * member are verified; zero bytes after the last one are padding. The inflater is leased, one
 * instance serves every thread. Source: RFC 1952.
 */
final class GzipCodec implements BytesToBytes {
  static final CodecFactory FACTORY =
      (CodecFactory.OfBytesToBytes)
          (configuration, decoded) -> {
            return new GzipCodec(decoded.compressed(), ZlibCodec.level(configuration, 5));
          };

  private static final int HEADER = 10;
  private static final int TRAILER = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final ByteForm encoded;
  private final int level;

  private GzipCodec(ByteForm encoded, int level) {
    this.encoded = encoded;
    this.level = level;
  }

  @Override
  public ByteForm encoded() {
    return encoded;
  }

  @Override
  public ByteSpan decode(ByteSpan source, ByteTarget target, Workspace workspace) {
    int at = 0;
    int size = 0;
    do {
      int body = header(source, at);
      Inflater inflater = workspace.rawInflater();
      inflater.setInput(source.array(), source.offset() + body, source.length() - body);
      int start = size;
      size = DeflateStream.inflate("gzip", inflater, target, start);
      at = source.length() - inflater.getRemaining();
      trailer(source, at, target.span(size).part(start, size - start));
      at += TRAILER;
    } while (!onlyZeros(source, at));
    return target.span(size);
  }

  /** Where the deflate stream of the member at {@code at} begins. */
  private static int header(ByteSpan source, int at) {
    if (source.length() - at < HEADER) {
      throw CodecErrors.damaged("gzip", "a member at byte " + at + " is cut off");
    }
    int flags = source.byteAt(at + 3);
    if (source.byteAt(at) != 0x1f
        || source.byteAt(at + 1) != 0x8b
        || source.byteAt(at + 2) != 8
        || (flags & 0xe0) != 0) {
      throw CodecErrors.damaged("gzip", "no gzip member begins at byte " + at);
    }
    int next = at + HEADER;
    if ((flags & EXTRA) != 0) {
      require(source, next, 2);
      int length = source.byteAt(next) | source.byteAt(next + 1) << 8;
      require(source, next + 2, length);
      next += 2 + length;
    }
    if ((flags & NAME) != 0) {
      next = afterText(source, next);
    }
    if ((flags & COMMENT) != 0) {
      next = afterText(source, next);
    }
    if ((flags & HEADER_CRC) != 0) {
      require(source, next, 2);
      next += 2;
    }
    return next;
  }

  private static int afterText(ByteSpan source, int at) {
    int next = at;
    do {
      require(source, next, 1);
    } while (source.byteAt(next++) != 0);
    return next;
  }

  private static void require(ByteSpan source, int at, int count) {
    if (source.length() - at < count) {
      throw CodecErrors.damaged("gzip", "a member's header is cut off at byte " + at);
    }
  }

  private static void trailer(ByteSpan source, int at, ByteSpan member) {
    if (source.length() - at < TRAILER) {
      throw CodecErrors.damaged("gzip", "a member's checksum at byte " + at + " is cut off");
    }
    CRC32 crc = new CRC32();
    crc.update(member.array(), member.offset(), member.length());
    if (source.intAt(at) != (int) crc.getValue() || source.intAt(at + 4) != member.length()) {
      throw CodecErrors.damaged(
          "gzip", "the checksum of " + member.length() + " bytes does not match");
    }
  }

  private static boolean onlyZeros(ByteSpan source, int from) {
    for (int at = from; at < source.length(); at++) {
      if (source.byteAt(at) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public ByteSpan encode(ByteSpan decoded, ByteTarget target, Workspace workspace) {
    target.reserve(HEADER);
    int at = DeflateStream.deflate(new Deflater(level, true), decoded, target, HEADER);
    byte[] out = target.reserve((long) at + TRAILER);
    int start = target.offset();
    RawBytes.putInt(out, start, 0x00088b1f);
    RawBytes.putInt(out, start + 4, 0); // no time: equal chunks are equal bytes
    RawBytes.putShort(out, start + 8, (short) 0xff00); // system unknown
    CRC32 crc = new CRC32();
    crc.update(decoded.array(), decoded.offset(), decoded.length());
    RawBytes.putInt(out, start + at, (int) crc.getValue());
    RawBytes.putInt(out, start + at + 4, decoded.length());
    return target.span(at + TRAILER);
  }
}
