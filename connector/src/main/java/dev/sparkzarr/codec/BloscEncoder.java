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
    byte[] shuffled = workspace.scratch(header.blockSize());
    long[] words = workspace.words();
    byte[] spare = workspace.scratch(header.blockSize());
    byte[] stream = workspace.scratch(BloscCompressor.bound(header.blockSize()));
    int limit = source.length() + BloscHeader.LENGTH;
    byte[] out = target.reserve(limit);
    int base = target.offset();
    int next = BloscHeader.LENGTH + Integer.BYTES * header.blocks();
    for (int i = 0; i < header.blocks(); i++) {
      int length = header.blockLength(i);
      int from = source.offset() + i * header.blockSize();
      byte[] items = shuffled;
      if (header.isBitShuffled()) {
        BitShuffle.encode(
            source.array(), from, shuffled, 0, length, header.typeSize(), spare, words);
        from = 0;
      } else if (header.isShuffled()) {
        ByteShuffle.encode(source.array(), from, shuffled, 0, length, header.typeSize(), words);
        from = 0;
      } else {
        items = source.array();
      }
      RawBytes.putInt(out, base + BloscHeader.LENGTH + Integer.BYTES * i, next);
      int streams = header.streams(i);
      int size = length / streams;
      for (int j = 0; j < streams; j++) {
        ByteSpan decoded = new ByteSpan(items, from + j * size, size);
        int encoded = settings.compressor().encode(decoded, settings, stream, 0, workspace);
        int kept = Math.min(encoded, size);
        if (kept + (long) Integer.BYTES > limit - next) {
          workspace.reset(mark);
          return 0;
        }
        RawBytes.putInt(out, base + next, kept);
        next += Integer.BYTES;
        boolean smaller = encoded < size;
        System.arraycopy(
            smaller ? stream : items, smaller ? 0 : decoded.offset(), out, base + next, kept);
        next += kept;
      }
    }
    workspace.reset(mark);
    return next;
  }
}
