package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * {@code blosc}: a container of blocks, each shuffled and compressed (Blosc 1; blosc2 is another
 * format).
 *
 * <pre>
 *   | 02 | inner version | flags | typesize | decoded size u32 | block size u32 | encoded size u32 |
 *   | offset of each block from the container's start, i32 … |
 *   block:  stream, or one stream for each byte of an item (split)
 *   stream: | length i32 | data |         as long as its decoded form: stored, not compressed
 *   flags:  01 byte shuffle, 02 the whole payload is stored, 04 bit shuffle, 10 never split,
 *           high three bits: 0 blosclz, 1 lz4, 2 snappy, 3 zlib, 4 zstd          numbers little-endian
 * </pre>
 *
 * <p>v3 {@code blosc}, {@code numcodecs.blosc}; v2 id {@code blosc}. Configuration, for encoding
 * only: {@code cname} (blosclz, lz4, lz4hc, snappy, zlib, zstd), {@code clevel}, {@code shuffle},
 * {@code typesize}, {@code blocksize}. Decoding goes block by block straight into the target when
 * nothing is shuffled, else through one block of scratch (two for bits), from where it is
 * unshuffled into the target. Immutable. Source: c-blosc {@code README_CHUNK_FORMAT}.
 */
final class BloscCodec implements BytesToBytes {
  static final CodecFactory FACTORY = (CodecFactory.OfBytesToBytes) BloscCodec::bind;

  private final ByteForm decoded;
  private final BloscSettings settings;

  private BloscCodec(ByteForm decoded, BloscSettings settings) {
    this.decoded = decoded;
    this.settings = settings;
  }

  private static BloscCodec bind(CodecConfiguration configuration, ByteForm decoded) {
    String name = configuration.text("cname").orElse("lz4");
    BloscCompressor compressor =
        switch (name) {
          case "blosclz" -> BloscCompressor.BLOSCLZ;
          case "lz4", "lz4hc" -> BloscCompressor.LZ4;
          case "snappy" -> BloscCompressor.SNAPPY;
          case "zlib" -> BloscCompressor.ZLIB;
          case "zstd" -> BloscCompressor.ZSTD;
          default ->
              throw CodecErrors.unsupported(
                  configuration.codec(),
                  "its 'cname' is '" + name + "', which Blosc does not have");
        };
    int typeSize = configuration.integer("typesize", decoded.itemSize());
    int level = configuration.integer("clevel", 5);
    int blockSize = configuration.integer("blocksize", 0);
    if (typeSize < 1 || level < 0 || level > 9 || blockSize < 0) {
      throw CodecErrors.unsupported(
          configuration.codec(),
          "its typesize "
              + typeSize
              + ", clevel "
              + level
              + " or blocksize "
              + blockSize
              + " is out of range");
    }
    int items = typeSize > 255 ? 1 : typeSize;
    return new BloscCodec(
        decoded,
        new BloscSettings(
            name, compressor, level, shuffle(configuration, items), items, blockSize));
  }

  private static int shuffle(CodecConfiguration configuration, int typeSize) {
    JsonNode value = configuration.value("shuffle").orElse(null);
    String word = value == null ? "1" : value.asText();
    return switch (word) {
      case "noshuffle", "0" -> 0;
      case "shuffle", "1" -> BloscHeader.SHUFFLED;
      case "bitshuffle", "2" -> BloscHeader.BIT_SHUFFLED;
      case "-1" -> typeSize == 1 ? BloscHeader.BIT_SHUFFLED : BloscHeader.SHUFFLED;
      default ->
          throw CodecErrors.unsupported(
              configuration.codec(),
              "its 'shuffle' is " + value + ", not noshuffle, shuffle or bitshuffle");
    };
  }

  @Override
  public ByteForm encoded() {
    return decoded.compressed();
  }

  @Override
  public long scratchBytes() {
    return 2 * decoded.most(); // no block is larger than the chunk
  }

  @Override
  public ByteSpan decode(ByteSpan source, ByteTarget target, Workspace workspace) {
    BloscHeader header = BloscHeader.read(source);
    int size = header.size();
    if (header.isStored()) {
      target.expect(size);
    } else {
      target.expect(size, source.length(), BloscCompressor.of(header.compressor()).ratio());
    }
    byte[] out = target.reserve(size);
    int at = target.offset();
    if (header.isStored()) {
      System.arraycopy(source.array(), source.offset() + BloscHeader.LENGTH, out, at, size);
    } else if (size > 0) {
      new BloscBlocks(source, header, workspace).decode(out, at);
    }
    return target.span(size);
  }

  @Override
  public ByteSpan encode(ByteSpan source, ByteTarget target, Workspace workspace) {
    return BloscEncoder.encode(source, settings, target, workspace);
  }
}
