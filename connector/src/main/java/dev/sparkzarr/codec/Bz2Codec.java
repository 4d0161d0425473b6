package dev.sparkzarr.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * {@code bz2}: bzip2 streams, one or several.
 *
 * <pre>
 *   stream: | "BZh" level digit | blocks, each with its CRC-32 | CRC-32 of all |      bits, not bytes
 * </pre>
 *
 * <p>v3 {@code numcodecs.bz2}; v2 id {@code bz2}. Configuration, for encoding only: {@code level},
 * 1 to 9. Every block's checksum is verified. Pure Java (commons-compress); decoding goes straight
 * into the target and takes up to 4.5 MB beside it. Immutable. Source: bzip2 1.0.8, numcodecs
 * {@code bz2}.
 */
final class Bz2Codec implements BytesToBytes {
  static final CodecFactory FACTORY =
      (CodecFactory.OfBytesToBytes)
          (configuration, decoded) -> {
            int level = configuration.integer("level", 1);
            if (level < 1 || level > 9) {
              throw CodecErrors.unsupported(
                  configuration.codec(), "its 'level' is " + level + ", not 1 to 9");
            }
            return new Bz2Codec(decoded.compressed(), level);
          };

  private static final String LIBRARY = "org.apache.commons:commons-compress";
  private static final long MEMORY = 5 * 900_000;

  private final ByteForm encoded;
  private final int level;

  private Bz2Codec(ByteForm encoded, int level) {
    this.encoded = encoded;
    this.level = level;
  }

  @Override
  public ByteForm encoded() {
    return encoded;
  }

  @Override
  public long scratchBytes() {
    return MEMORY;
  }

  @Override
  public ByteSpan decode(ByteSpan source, ByteTarget target, Workspace workspace) {
    TargetStream out = new TargetStream(target);
    ByteArrayInputStream in =
        new ByteArrayInputStream(source.array(), source.offset(), source.length());
    try (InputStream streams = Library.decoder(in)) {
      out.drain(streams);
      return out.span();
    } catch (CodecException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // the library's own checks throw any of these
      throw CodecErrors.damaged("bz2", e.getMessage() + " after " + out.size() + " bytes", e);
    } catch (NoClassDefFoundError e) {
      throw CodecErrors.noLibrary("bz2", LIBRARY, e);
    }
  }

  @Override
  public ByteSpan encode(ByteSpan decoded, ByteTarget target, Workspace workspace) {
    TargetStream out = new TargetStream(target);
    try (OutputStream stream = Library.encoder(out, level)) {
      stream.write(decoded.array(), decoded.offset(), decoded.length());
    } catch (IOException e) {
      throw new CodecException("Cannot encode bz2: " + e.getMessage() + ".", e);
    } catch (NoClassDefFoundError e) {
      throw CodecErrors.noLibrary("bz2", LIBRARY, e);
    }
    return out.span();
  }

  /** All that needs the library, so that nothing else fails where it is absent. */
  private static final class Library {
    static InputStream decoder(InputStream in) throws IOException {
      return new BZip2CompressorInputStream(in, true);
    }

    static OutputStream encoder(OutputStream out, int level) throws IOException {
      return new BZip2CompressorOutputStream(out, level);
    }
  }
}
