package dev.sparkzarr.codec;

import java.util.Set;

/**
 * {@code shuffle}: all first bytes of the items, then all second ones, and so on, over the whole
 * chunk.
 *
 * <pre>  items a0a1 b0b1 c0c1   encoded  a0b0c0 a1b1c1      as long as before </pre>
 *
 * <p>v3 {@code numcodecs.shuffle}; v2 id {@code shuffle}. Configuration: {@code elementsize}, bytes
 * of an item (4 unless configured; it must divide the chunk; 1 or less: nothing happens). Decoding
 * goes straight into the target. Immutable. Source: numcodecs {@code shuffle}, HDF5's shuffle.
 */
final class ShuffleCodec implements BytesToBytes {
  static final CodecFactory FACTORY = (CodecFactory.OfBytesToBytes) ShuffleCodec::bind;

  private final ByteForm form;
  private final int itemSize;

  private ShuffleCodec(ByteForm form, int itemSize) {
    this.form = form;
    this.itemSize = itemSize;
  }

  private static ShuffleCodec bind(CodecConfiguration configuration, ByteForm decoded) {
    configuration.only(Set.of("elementsize"));
    int itemSize = Math.max(1, configuration.integer("elementsize", 4));
    if (decoded.isExact() && decoded.most() % itemSize != 0) {
      throw CodecErrors.unsupported(
          configuration.codec(),
          "its 'elementsize' " + itemSize + " does not divide a chunk of " + decoded + " bytes");
    }
    return new ShuffleCodec(new ByteForm(decoded.least(), decoded.most(), 1), itemSize);
  }

  @Override
  public ByteForm encoded() {
    return form;
  }

  @Override
  public boolean decodesToView() {
    return itemSize == 1;
  }

  @Override
  public ByteSpan decode(ByteSpan source, ByteTarget target, Workspace workspace) {
    int size = source.length();
    if (itemSize == 1) {
      return source;
    }
    if (size % itemSize != 0) {
      throw CodecErrors.damaged("shuffle", size + " bytes are not items of " + itemSize);
    }
    byte[] out = target.reserve(size);
    ByteShuffle.decode(
        source.array(), source.offset(), out, target.offset(), size, itemSize, workspace.words());
    return target.span(size);
  }

  @Override
  public ByteSpan encode(ByteSpan decoded, ByteTarget target, Workspace workspace) {
    int size = decoded.length();
    if (itemSize == 1) {
      return decoded;
    }
    if (size % itemSize != 0) {
      throw CodecErrors.unencodable("shuffle", size + " bytes are not items of " + itemSize);
    }
    byte[] out = target.reserve(size);
    ByteShuffle.encode(
        decoded.array(), decoded.offset(), out, target.offset(), size, itemSize, workspace.words());
    return target.span(size);
  }
}
