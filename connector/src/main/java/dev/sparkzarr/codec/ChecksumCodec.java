package dev.sparkzarr.codec;

import java.util.Set;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A checksum after the bytes, or before them.
 *
 * <pre>
 *   end:    | payload, n bytes | checksum of payload, u32 LE |      encoded length = n + 4
 *   start:  | checksum of payload, u32 LE | payload, n bytes |
 * </pre>
 *
 * <p>v3 {@code crc32c} and the names below with {@code numcodecs.} before them; v2 ids as below.
 * Configuration of the first three: {@code location}, {@code start} or {@code end}.
 *
 * <pre>
 *   crc32c           CRC-32C (RFC 3720)                at the end unless configured
 *   crc32            CRC-32 (RFC 1952)                 at the start unless configured
 *   adler32          Adler-32 (RFC 1950)               at the start unless configured
 *   fletcher32       {@link Fletcher32}                at the end
 *   jenkins_lookup3  {@link JenkinsLookup3}            at the end; initval, prefix
 * </pre>
 *
 * <p>Decoding is O(n) and returns a view. Immutable. Source: Zarr v3 {@code codecs/crc32c},
 * numcodecs {@code checksum32} and {@code fletcher32}.
 */
final class ChecksumCodec implements BytesToBytes {
  static final CodecFactory CRC32C = placed("end", new JavaChecksum(CRC32C::new));
  static final CodecFactory CRC32 = placed("start", new JavaChecksum(CRC32::new));
  static final CodecFactory ADLER32 = placed("start", new JavaChecksum(Adler32::new));
  static final CodecFactory FLETCHER32 =
      (CodecFactory.OfBytesToBytes)
          (configuration, decoded) -> {
            configuration.only(Set.of());
            return new ChecksumCodec(configuration.codec(), decoded, Fletcher32::of, false);
          };
  static final CodecFactory JENKINS_LOOKUP3 =
      (CodecFactory.OfBytesToBytes)
          (configuration, decoded) -> {
            JenkinsLookup3 checksum = JenkinsLookup3.of(configuration);
            return new ChecksumCodec(configuration.codec(), decoded, checksum, false);
          };

  private static final int SUM = Checksum.SIZE;

  private final String name;
  private final ByteForm encoded;
  private final Checksum checksum;
  private final boolean atStart;

  private ChecksumCodec(String name, ByteForm decoded, Checksum checksum, boolean atStart) {
    this.name = name;
    this.encoded = decoded.plus(SUM);
    this.checksum = checksum;
    this.atStart = atStart;
  }

  private static CodecFactory.OfBytesToBytes placed(String absent, Checksum checksum) {
    return (configuration, decoded) -> {
      configuration.only(Set.of("location"));
      String location = configuration.text("location").orElse(absent);
      if (!location.equals("start") && !location.equals("end")) {
        throw CodecErrors.unsupported(
            configuration.codec(), "its 'location' is '" + location + "', not start or end");
      }
      return new ChecksumCodec(configuration.codec(), decoded, checksum, location.equals("start"));
    };
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
      throw CodecErrors.damaged(name, source.length() + " bytes are too short for a checksum");
    }
    int size = source.length() - SUM;
    if (!matches(source, atStart)) {
      throw CodecErrors.damaged(
          name,
          matches(source, !atStart)
              ? "the checksum stands at the "
                  + (atStart ? "end" : "start")
                  + ", not where the metadata says"
              : "the checksum of " + size + " bytes does not match");
    }
    return source.part(atStart ? SUM : 0, size);
  }

  private boolean matches(ByteSpan source, boolean sumAtStart) {
    int size = source.length() - SUM;
    int payloadAt = source.offset() + (sumAtStart ? SUM : 0);
    return source.intAt(sumAtStart ? 0 : size) == checksum.of(source.array(), payloadAt, size);
  }

  @Override
  public ByteSpan encode(ByteSpan decoded, ByteTarget target, Workspace workspace) {
    int size = decoded.length();
    byte[] out = target.reserve((long) size + SUM);
    int at = target.offset();
    int payloadAt = at + (atStart ? SUM : 0);
    int sum = checksum.copy(decoded.array(), decoded.offset(), out, payloadAt, size);
    RawBytes.putInt(out, at + (atStart ? 0 : size), sum);
    return target.span(size + SUM);
  }
}
