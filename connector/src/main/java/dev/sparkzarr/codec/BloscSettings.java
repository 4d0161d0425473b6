package dev.sparkzarr.codec;

/**
 * What a Blosc encoder is told.
 *
 * @param name {@code cname}
 * @param compressor that stands for it
 * @param level 0 to 9
 * @param shuffle a flag of {@link BloscHeader}, or 0
 * @param typeSize 1 to 255
 * @param blockSize 0: as c-blosc 1.21 chooses it
 */
record BloscSettings(
    String name, BloscCompressor compressor, int level, int shuffle, int typeSize, int blockSize) {
  private static final int BASE = 32 << 10;
  private static final int[] QUARTERS_OF_BASE = {1, 2, 4, 8, 16, 16, 32, 32, 32, 32};
  private static final long LARGEST_STREAM = 256 << 10;
  private static final long LEAST_SPLIT = 64 << 10;
  private static final long LARGEST_SPLIT = 1 << 20;

  /** Whether the compressor is lz4's slow one. */
  boolean isHigh() {
    return name.equals("lz4hc");
  }

  /**
   * Decoded bytes of a block: whole items; more the harder the compressor tries, and in a split
   * block for each of its streams.
   *
   * @param size decoded bytes of all blocks
   */
  int blockSizeOf(int size) {
    long block = size;
    if (blockSize > 0) {
      block = blockSize;
    } else if (size >= BASE) {
      block = (long) BASE / 4 * QUARTERS_OF_BASE[level];
      if (isHigh() || compressor == BloscCompressor.ZLIB || compressor == BloscCompressor.ZSTD) {
        block *= level == 9 ? 4 : 2;
      }
      if (level > 0 && compressor.isSplit(typeSize, (int) block)) {
        long streams = Math.min(block, LARGEST_STREAM) * typeSize;
        block = Math.max(LEAST_SPLIT, Math.min(streams, LARGEST_SPLIT));
      }
    }
    block = Math.max(1, Math.min(block, size));
    return (int) (block > typeSize ? block / typeSize * typeSize : block);
  }
}
