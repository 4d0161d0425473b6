package dev.sparkzarr.codec;

/** Writes a Blosc container, with the blocks and splits of c-blosc 1.21. Stateless. */
final class BloscEncoder {
  private static final int LARGEST = Integer.MAX_VALUE - BloscHeader.LENGTH - 8;

  private BloscEncoder() {}

  static ByteSpan encode(
      ByteSpan source, BloscSettings settings, ByteTarget target, Workspace workspace) {
    int size = source.length();
    if (size > LARGEST) {
      throw CodecErrors.tooLarge("a blosc container", size);
    }
    int block = settings.blockSizeOf(size);
    int flags = settings.shuffle() | settings.compressor().ordinal() << 5;
    if (!settings.compressor().isSplit(settings.typeSize(), block)) {
      flags |= BloscHeader.UNSPLIT;
    }
    BloscHeader header = new BloscHeader(flags, settings.typeSize(), size, block, 0);
    int length =
        settings.level() == 0 || size < 128
            ? 0
            : blocks(source, settings, header, target, workspace);
    if (length == 0) {
      return stored(source, header, target);
    }
    write(header, length, target);
    return target.span(length);
  }

  private static ByteSpan stored(ByteSpan source, BloscHeader header, ByteTarget target) {
    int size = source.length();
    byte[] out = target.reserve((long) size + BloscHeader.LENGTH);
    System.arraycopy(
        source.array(), source.offset(), out, target.offset() + BloscHeader.LENGTH, size);
    BloscHeader stored =
        new BloscHeader(
            header.flags() | BloscHeader.STORED, header.typeSize(), size, header.blockSize(), 0);
    write(stored, size + BloscHeader.LENGTH, target);
    return target.span(size + BloscHeader.LENGTH);
  }

  private static void write(BloscHeader header, int length, ByteTarget target) {
    byte[] out = target.reserve(BloscHeader.LENGTH);
    int at = target.offset();
    out[at] = BloscHeader.VERSION;
    out[at + 1] = 1;
    out[at + 2] = (byte) header.flags();
    out[at + 3] = (byte) header.typeSize();
    RawBytes.putInt(out, at + 4, header.size());
    RawBytes.putInt(out, at + 8, header.blockSize());
    RawBytes.putInt(out, at + 12, length);
  }

  /** Writes everything after the header; 0 when it would not be smaller than the source. */
  private static int blocks(
      ByteSpan source,
      BloscSettings settings,
      BloscHeader header,
      ByteTarget target,
      Workspace workspace) {
    int mark = workspace.mark();
    boolean shuffles = header.isShuffled() || header.isBitShuffled();
    byte[] block = shuffles ? workspace.scratch(header.blockSize()) : source.array();
    byte[] spare = header.isBitShuffled() ? workspace.scratch(header.blockSize()) : null;
    int limit = source.length() + BloscHeader.LENGTH;
    long bound = limit + BloscCompressor.bound(header.blockSize());
    boolean straight = bound <= Math.min(target.form().most(), LARGEST); // no stream is too long
    byte[] out = target.reserve(straight ? bound : limit);
    byte[] stream = straight ? out : workspace.scratch(BloscCompressor.bound(header.blockSize()));
    int base = target.offset();
    int next = BloscHeader.LENGTH + Integer.BYTES * header.blocks();
    for (int i = 0; i < header.blocks(); i++) {
      int length = header.blockLength(i);
      int from = source.offset() + i * header.blockSize();
      if (shuffles) {
        shuffle(source.array(), from, block, length, header, spare, workspace.words());
        from = 0;
      }
      RawBytes.putInt(out, base + BloscHeader.LENGTH + Integer.BYTES * i, next);
      int streams = header.streams(i);
      int size = length / streams;
      for (int j = 0; j < streams; j++) {
        ByteSpan decoded = new ByteSpan(block, from + j * size, size);
        int at = straight ? base + next + Integer.BYTES : 0;
        int encoded = settings.compressor().encode(decoded, settings, stream, at, workspace);
        int kept = Math.min(encoded, size);
        if (kept + (long) Integer.BYTES > limit - next) {
          workspace.reset(mark);
          return 0;
        }
        RawBytes.putInt(out, base + next, kept);
        next += Integer.BYTES;
        if (encoded >= size) {
          System.arraycopy(block, decoded.offset(), out, base + next, kept);
        } else if (!straight) {
          System.arraycopy(stream, 0, out, base + next, kept);
        }
        next += kept;
      }
    }
    workspace.reset(mark);
    return next;
  }

  private static void shuffle(
      byte[] source,
      int from,
      byte[] block,
      int length,
      BloscHeader header,
      byte[] spare,
      long[] words) {
    if (header.isBitShuffled()) {
      BitShuffle.encode(source, from, block, 0, length, header.typeSize(), spare, words);
    } else {
      ByteShuffle.encode(source, from, block, 0, length, header.typeSize(), words);
    }
  }
}
