package dev.sparkzarr.codec;

/**
 * The first 16 bytes of a Blosc 1 container, checked against the bytes that are there. Whatever the
 * configuration says, the header is right.
 *
 * @param flags see the constants
 * @param typeSize bytes of an item for shuffling, 1 to 255
 * @param size decoded bytes
 * @param blockSize decoded bytes of a block; the last one may be shorter
 * @param length encoded bytes, this header included
 */
record BloscHeader(int flags, int typeSize, int size, int blockSize, int length) {
  static final int LENGTH = 16;
  static final int VERSION = 2;
  static final int SHUFFLED = 0x01;
  static final int STORED = 0x02;
  static final int BIT_SHUFFLED = 0x04;
  static final int RESERVED = 0x08;
  static final int UNSPLIT = 0x10;
  private static final int LATEST_BLOSC2 = 7;
  private static final int FRAME = 0xa8; // a text of 8 bytes in msgpack: "b2frame" and a zero
  private static final int MOST_SPLITS = 16;
  private static final int LEAST_SPLIT = 128;

  /**
   * Reads and checks a header.
   *
   * @throws CodecException when the container cannot be what it says
   */
  static BloscHeader read(ByteSpan source) {
    if (source.length() < LENGTH) {
      throw CodecErrors.damaged("blosc", source.length() + " bytes are too short for its header");
    }
    if (source.byteAt(0) != VERSION) {
      throw isBlosc2(source)
          ? new CodecException(
              "Cannot decode blosc: it is a blosc2 "
                  + (source.byteAt(1) == FRAME ? "frame" : "chunk")
                  + ", another format, which is not supported. Rewrite the array with codec 'blosc'"
                  + " or 'zstd'.")
          : CodecErrors.damaged("blosc", "it is of the unknown format version " + source.byteAt(0));
    }
    BloscHeader header =
        new BloscHeader(
            source.byteAt(2), source.byteAt(3), source.intAt(4), source.intAt(8), source.intAt(12));
    header.check(source);
    return header;
  }

  /** Whether it is a chunk of a later version, or begins as a contiguous frame does. */
  private static boolean isBlosc2(ByteSpan source) {
    int version = source.byteAt(0);
    return version > VERSION && version <= LATEST_BLOSC2
        || source.byteAt(1) == FRAME && source.byteAt(2) == 'b' && source.byteAt(3) == '2';
  }

  private void check(ByteSpan source) {
    if ((flags & RESERVED) != 0
        || (flags & (SHUFFLED | BIT_SHUFFLED)) == (SHUFFLED | BIT_SHUFFLED)) {
      throw CodecErrors.damaged(
          "blosc", "its flags 0x" + Integer.toHexString(flags) + " are not legal");
    }
    if (length != source.length()) {
      throw CodecErrors.damaged(
          "blosc",
          "it declares "
              + Integer.toUnsignedString(length)
              + " encoded bytes where "
              + source.length()
              + " are");
    }
    if (size < 0 || typeSize == 0) {
      throw CodecErrors.damaged(
          "blosc",
          "it declares "
              + Integer.toUnsignedString(size)
              + " decoded bytes in items of "
              + typeSize);
    }
    if (isStored() && length != LENGTH + (long) size) {
      throw CodecErrors.damaged("blosc", "it stores " + size + " bytes in " + (length - LENGTH));
    }
    if (!isStored() && size > 0) {
      if (blockSize <= 0 || blockSize > size) {
        throw CodecErrors.damaged(
            "blosc", "it declares blocks of " + blockSize + " bytes in " + size);
      }
      if (blocks() > (length - LENGTH) / Integer.BYTES) {
        throw CodecErrors.damaged(
            "blosc", "it declares " + blocks() + " blocks in " + length + " bytes");
      }
    }
  }

  boolean isStored() {
    return (flags & STORED) != 0;
  }

  boolean isShuffled() {
    return (flags & SHUFFLED) != 0 && typeSize > 1;
  }

  boolean isBitShuffled() {
    return (flags & BIT_SHUFFLED) != 0 && blockSize >= typeSize;
  }

  int compressor() {
    return flags >> 5;
  }

  int blocks() {
    return (int) (((long) size + blockSize - 1) / blockSize);
  }

  /** Decoded bytes of a block. */
  int blockLength(int block) {
    return Math.min(blockSize, size - block * blockSize);
  }

  /** How many streams a block consists of: one for each byte of an item, or one. */
  int streams(int block) {
    boolean split =
        (flags & UNSPLIT) == 0 && canSplit(typeSize, blockSize) && blockLength(block) == blockSize;
    return split ? typeSize : 1;
  }

  /** Whether blocks are long enough to be split, and items short enough. */
  static boolean canSplit(int typeSize, int blockSize) {
    return typeSize <= MOST_SPLITS && blockSize / typeSize >= LEAST_SPLIT;
  }
}
