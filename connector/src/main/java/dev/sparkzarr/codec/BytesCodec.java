package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.ElementLayout;
import java.util.Set;

/**
 * {@code bytes}: the elements one after another, in one byte order.
 *
 * <pre>  | element 0 | element 1 | … | element n-1 |      encoded length = n × width </pre>
 *
 * <p>v3 {@code bytes}, formerly {@code endian}; in v2 the byte order of {@code dtype}.
 * Configuration: {@code endian}, {@code little} or {@code big}; needed where an element has several
 * bytes, else ignored. Decoding copies once, or not at all when the bytes already lie in their
 * place; big-endian is turned there. Stateless. Source: Zarr v3 {@code codecs/bytes}.
 */
final class BytesCodec implements ArrayToBytes {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToBytes) BytesCodec::bind;

  private final ByteForm encoded;
  private final ElementLayout layout;
  private final boolean reversed;

  private BytesCodec(ByteForm encoded, ElementLayout layout, boolean reversed) {
    this.encoded = encoded;
    this.layout = layout;
    this.reversed = reversed;
  }

  private static BytesCodec bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of("endian"));
    String endian = configuration.text("endian").orElse("");
    ElementLayout layout = decoded.layout();
    if (layout.variable()) {
      throw CodecErrors.unsupported(
          configuration.codec(),
          "elements of "
              + decoded.type().name()
              + " have no fixed size; a codec such as vlen-utf8 or vlen-bytes stores them");
    }
    boolean turns = layout.words().stream().anyMatch(word -> word.size() > 1);
    if (turns && !endian.equals("little") && !endian.equals("big")) {
      throw CodecErrors.unsupported(
          configuration.codec(),
          "its 'endian' is '"
              + endian
              + "', but elements of "
              + decoded.type().name()
              + " need little or big");
    }
    return new BytesCodec(
        ByteForm.exactly(decoded.size(), layout.width()), layout, turns && endian.equals("big"));
  }

  @Override
  public ByteForm encoded() {
    return encoded;
  }

  @Override
  public boolean decodesInPlace() {
    return true;
  }

  @Override
  public long scratchBytes() {
    return 0;
  }

  @Override
  public void decode(ByteSpan source, byte[] target, int at, Workspace workspace) {
    if (reversed) {
      RawBytes.copyReversed(source.array(), source.offset(), target, at, source.length(), layout);
    } else if (source.array() != target || source.offset() != at) {
      System.arraycopy(source.array(), source.offset(), target, at, source.length());
    }
  }

  @Override
  public ByteSpan encode(byte[] source, int at, ByteTarget target, Workspace workspace) {
    int size = (int) encoded.most();
    if (!reversed) {
      return new ByteSpan(source, at, size);
    }
    byte[] out = target.reserve(size);
    RawBytes.copyReversed(source, at, out, target.offset(), size, layout);
    return target.span(size);
  }
}
