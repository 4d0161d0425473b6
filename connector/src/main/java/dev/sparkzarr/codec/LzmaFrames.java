package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/**
 * LZMA data in the frame that a configuration names, see {@link LzmaCodec}: all that needs the xz
 * library, so that nothing else fails where it is absent. Immutable.
 */
final class LzmaFrames {
  static final int XZ_FRAME = 1;
  static final int ALONE = 2;
  static final int RAW = 3;
  private static final int ALONE_HEADER = 13;

  private final int format;
  private final int check;
  private final LzmaFilters filters;

  private LzmaFrames(int format, int check, LzmaFilters filters) {
    this.format = format;
    this.check = check;
    this.filters = filters;
  }

  /**
   * Binds a configuration.
   *
   * @param codec for messages
   * @param check -1: the one that xz takes
   * @param preset empty: the one that xz takes
   * @throws IOException when the library does not know an option
   */
  static LzmaFrames of(
      String codec, int format, int check, Optional<JsonNode> preset, Optional<JsonNode> filters)
      throws IOException {
    long id = format == ALONE ? LzmaFilters.LZMA1 : LzmaFilters.LZMA2;
    LzmaFilters bound =
        filters.isPresent()
            ? LzmaFilters.parse(codec, filters.get())
            : LzmaFilters.preset(
                id, preset.map(JsonNode::longValue).orElse((long) LZMA2Options.PRESET_DEFAULT));
    if (format == ALONE && !(bound.filters().size() == 1 && bound.filters().get(0).id() == id)) {
      throw CodecErrors.unsupported(codec, "its format 2 has one filter only, LZMA");
    }
    if (format == XZ_FRAME
        && bound.filters().stream().anyMatch(each -> each.id() != id && each.isLast())) {
      throw CodecErrors.unsupported(codec, "its format 1 takes LZMA2 as the last filter");
    }
    return new LzmaFrames(format, check < 0 ? XZ.CHECK_CRC64 : check, bound);
  }

  /** Decodes all that there is. */
  ByteSpan decode(ByteSpan source, ByteTarget target) throws IOException {
    if (format == XZ_FRAME) {
      return XzContainer.decode(source, target);
    }
    TargetStream out = new TargetStream(target);
    long most = LzmaFilters.most(target.form().most(), source.length());
    ByteArrayInputStream in =
        new ByteArrayInputStream(source.array(), source.offset(), source.length());
    ArrayCache arrays = new BasicArrayCache(); // for the streams of one call
    do {
      try (InputStream stream =
          format == RAW ? filters.decoder(in, most, arrays) : alone(in, most, arrays)) {
        out.drain(stream);
      }
    } while (in.available() > 0);
    return out.span();
  }

  private static InputStream alone(ByteArrayInputStream in, long most, ArrayCache arrays)
      throws IOException {
    byte[] header = in.readNBytes(ALONE_HEADER);
    if (header.length < ALONE_HEADER) {
      throw CodecErrors.damaged("lzma", header.length + " bytes are too short for its header");
    }
    long size = RawBytes.getLong(header, 5);
    if (size < -1 || size > most) {
      throw CodecErrors.damaged(
          "lzma",
          "it declares "
              + Long.toUnsignedString(size)
              + " decoded bytes where at most "
              + most
              + " belong");
    }
    long declared = Integer.toUnsignedLong(RawBytes.getInt(header, 1));
    int dictionary = LzmaFilters.dictionary(declared, most);
    return new LZMAInputStream(in, size, header[0], dictionary, null, arrays);
  }

  /** Encodes all of {@code bytes}. */
  void encode(ByteSpan bytes, TargetStream out) throws IOException {
    try (OutputStream stream = encoder(out, bytes.length())) {
      stream.write(bytes.array(), bytes.offset(), bytes.length());
    }
  }

  private OutputStream encoder(OutputStream out, int size) throws IOException {
    return switch (format) {
      case XZ_FRAME -> new XZOutputStream(out, filters.options(size), check);
      case ALONE -> new LZMAOutputStream(out, (LZMA2Options) filters.options(size)[0], -1);
      default -> filters.encoder(out, size);
    };
  }
}
