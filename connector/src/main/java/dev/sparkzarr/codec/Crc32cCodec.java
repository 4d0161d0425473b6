package dev.sparkzarr.codec;

import java.util.Set;
import java.util.zip.CRC32C;

/**
 * {@code crc32c}: a checksum after (or, where the configuration says so, before) the bytes.
 *
 * <pre>  | payload, n bytes | CRC-32C of payload, u32 LE |      encoded length = n + 4 </pre>
 *
 * <p>v3 {@code crc32c}, {@code numcodecs.crc32c}; v2 id {@code crc32c}. Configuration: none, or
 * {@code location} (numcodecs), {@code start} or {@code end} (default). Decoding is O(n) and
 * returns a view. Stateless. Source: Zarr v3 {@code codecs/crc32c}, RFC 3720.
 */
final class Crc32cCodec implements BytesToBytes {
  static final CodecFactory FACTORY = (CodecFactory.OfBytesToBytes) Crc32cCodec::bind;
  private static final int SUM = Integer.BYTES;

  private final ByteForm encoded;
  private final boolean atStart;

  private Crc32cCodec(ByteForm encoded, boolean atStart) {
    this.encoded = encoded;
    this.atStart = atStart;
  }

  private static Crc32cCodec bind(CodecConfiguration configuration, ByteForm decoded) {
    configuration.only(Set.of("location"));
    String location = configuration.text("location").orElse("end");
    if (!location.equals("start") && !location.equals("end")) {
      throw CodecErrors.unsupported(
          configuration.codec(), "its 'location' is '" + location + "', not start or end");
    }
    return new Crc32cCodec(decoded.plus(SUM), location.equals("start"));
  }

  @Override
  public ByteForm encoded() {
    return encoded;
  }

  @Override
  public boolean decodesToView() {
    return true;
  }

  @Override
  public ByteSpan decode(ByteSpan source, ByteTarget target, Workspace workspace) {
    if (source.length() < SUM) {
      throw CodecErrors.damaged("crc32c", source.length() + " bytes are too short for a checksum");
    }
    int size = source.length() - SUM;
    if (!matches(source, atStart)) {
      throw CodecErrors.damaged(
          "crc32c",
          matches(source, !atStart)
              ? "the checksum stands at the "
                  + (atStart ? "end" : "start")
                  + ", not where the metadata says"
              : "the checksum of " + size + " bytes does not match");
    }
    return source.part(atStart ? SUM : 0, size);
  }

  private static boolean matches(ByteSpan source, boolean sumAtStart) {
    int size = source.length() - SUM;
    int payloadAt = source.offset() + (sumAtStart ? SUM : 0);
    return source.intAt(sumAtStart ? 0 : size) == sum(source.array(), payloadAt, size);
  }

  private static int sum(byte[] bytes, int at, int size) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, at, size);
    return (int) crc.getValue();
  }

  @Override
  public ByteSpan encode(ByteSpan decoded, ByteTarget target, Workspace workspace) {
    int size = decoded.length();
    byte[] out = target.reserve((long) size + SUM);
    int at = target.offset();
    System.arraycopy(decoded.array(), decoded.offset(), out, at + (atStart ? SUM : 0), size);
    RawBytes.putInt(out, at + (atStart ? 0 : size), sum(decoded.array(), decoded.offset(), size));
    return target.span(size + SUM);
  }
}
