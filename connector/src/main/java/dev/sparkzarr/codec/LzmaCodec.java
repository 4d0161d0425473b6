package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * {@code lzma}: LZMA data in one of three frames, one or several after each other.
 *
 * <pre>
 *   format 1   .xz, see {@link XzContainer}
 *   format 2   .lzma: | properties | dictionary size, u32 | decoded size, u64, or all ones | LZMA |
 *   format 3   no frame: what {@code filters} say, see {@link LzmaFilters}
 * </pre>
 *
 * <p>v3 {@code numcodecs.lzma}; v2 id {@code lzma}. Configuration: {@code format} (1 unless
 * configured); {@code filters}, which format 3 must have; for encoding only: {@code check} of
 * format 1 (-1: CRC-64; 0 none, 1 CRC-32, 4 CRC-64, 10 SHA-256), {@code preset} 0 to 9. Pure Java
 * (xz); decoding goes straight into the target, and takes little more memory beside it than the
 * chunk has bytes: larger dictionaries are cut to that. Immutable. Source: The .xz and .lzma File
 * Formats, numcodecs {@code lzma}.
 */
final class LzmaCodec implements BytesToBytes {
  static final CodecFactory FACTORY = (CodecFactory.OfBytesToBytes) LzmaCodec::bind;

  private static final String LIBRARY = "org.tukaani:xz";
  private static final Set<Integer> CHECKS = Set.of(-1, 0, 1, 4, 10);
  private static final long PROBABILITIES = 13 << 20; // of the most literal and position bits

  private final ByteForm decoded;
  private final LzmaFrames frames;

  private LzmaCodec(ByteForm decoded, LzmaFrames frames) {
    this.decoded = decoded;
    this.frames = frames;
  }

  private static LzmaCodec bind(CodecConfiguration configuration, ByteForm decoded) {
    configuration.only(Set.of("format", "check", "preset", "filters"));
    String codec = configuration.codec();
    int format = configuration.integer("format", 1);
    int check = configuration.integer("check", -1);
    Optional<JsonNode> preset = configuration.value("preset");
    Optional<JsonNode> filters = configuration.value("filters");
    if (format < 1 || format > 3) {
      throw CodecErrors.unsupported(codec, "its 'format' is " + format + ", not 1, 2 or 3");
    }
    if (!CHECKS.contains(check)) {
      throw CodecErrors.unsupported(codec, "its 'check' is " + check + ", not -1, 0, 1, 4 or 10");
    }
    if (preset.isPresent() && !preset.get().canConvertToLong()) {
      throw CodecErrors.unsupported(codec, "its 'preset' is " + preset.get() + ", not 0 to 9");
    }
    if (format == 3 && filters.isEmpty()) {
      throw CodecErrors.unsupported(codec, "its format 3 needs 'filters'");
    }
    try {
      return new LzmaCodec(decoded, LzmaFrames.of(codec, format, check, preset, filters));
    } catch (IOException | IllegalArgumentException e) { // the library's own checks
      throw CodecErrors.unsupported(codec, e.getMessage());
    } catch (NoClassDefFoundError e) {
      throw CodecErrors.noLibrary(codec, LIBRARY, e);
    }
  }

  @Override
  public ByteForm encoded() {
    return decoded.compressed();
  }

  @Override
  public long scratchBytes() {
    long bytes = decoded.most() + PROBABILITIES;
    return bytes < 0 ? Long.MAX_VALUE : bytes;
  }

  @Override
  public ByteSpan decode(ByteSpan source, ByteTarget target, Workspace workspace) {
    try {
      return frames.decode(source, target);
    } catch (CodecException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // the library's own checks throw any of these
      throw CodecErrors.damaged("lzma", "its stream is not legal (" + e + ")", e);
    }
  }

  @Override
  public ByteSpan encode(ByteSpan bytes, ByteTarget target, Workspace workspace) {
    TargetStream out = new TargetStream(target);
    try {
      frames.encode(bytes, out);
      return out.span();
    } catch (IOException e) {
      throw CodecErrors.unencodable("lzma", e.getMessage());
    }
  }
}
