package dev.sparkzarr.codec;

/** Decodes the blocks of one container whose header has been checked. For one call. */
final class BloscBlocks {
  private final ByteSpan source;
  private final BloscHeader header;
  private final BloscCompressor compressor;
  private final Workspace workspace;
  private final int longestBlock;

  BloscBlocks(ByteSpan source, BloscHeader header, Workspace workspace) {
    this.source = source;
    this.header = header;
    this.workspace = workspace;
    compressor = BloscCompressor.of(header.compressor());
    longestBlock = Math.min(header.blockSize(), header.size());
  }

  void decode(byte[] target, int at) {
    int mark = workspace.mark();
    boolean bits = header.isBitShuffled();
    byte[] block = bits || header.isShuffled() ? workspace.scratch(longestBlock) : null;
    byte[] spare = bits ? workspace.scratch(longestBlock) : null;
    long[] words = block == null ? null : workspace.words();
    int count = header.blocks();
    for (int i = 0; i < count; i++) {
      int to = at + i * header.blockSize();
      int length = header.blockLength(i);
      if (block == null) {
        streams(i, target, to);
      } else {
        streams(i, block, 0);
        if (bits) {
          BitShuffle.decode(block, 0, target, to, length, header.typeSize(), spare, words);
        } else {
          ByteShuffle.decode(block, 0, target, to, length, header.typeSize(), words);
        }
      }
    }
    workspace.reset(mark);
  }

  private void streams(int block, byte[] out, int at) {
    int streams = header.streams(block);
    int length = header.blockLength(block);
    int size = length / streams;
    if (size * streams != length) {
      throw CodecErrors.damaged(
          "blosc", "blocks of " + length + " bytes cannot be split in " + streams);
    }
    int next = source.intAt(BloscHeader.LENGTH + Integer.BYTES * block);
    for (int i = 0; i < streams; i++) {
      if (next < BloscHeader.LENGTH || next > source.length() - Integer.BYTES) {
        throw damaged(block, "begins outside, at byte " + next);
      }
      int encoded = source.intAt(next);
      next += Integer.BYTES;
      if (encoded < 0 || encoded > source.length() - next) {
        throw damaged(block, "declares " + Integer.toUnsignedString(encoded) + " bytes at " + next);
      }
      if (encoded == size) {
        System.arraycopy(source.array(), source.offset() + next, out, at + i * size, size);
      } else if (!compressor.decode(
          source.part(next, encoded), out, at + i * size, size, workspace)) {
        throw damaged(block, "does not decode to " + size + " bytes with " + compressor);
      }
      next += encoded;
    }
  }

  private static CodecException damaged(int block, String reason) {
    return CodecErrors.damaged("blosc", "a stream of block " + block + " " + reason);
  }
}
