package dev.sparkzarr.codec;

/**
 * The byte unshuffle of items of 2, 4 and 8 bytes, which is what most chunks need. Source and
 * target do not overlap. Safe for many threads.
 */
interface UnshuffleKernel {
  /**
   * Planes to items.
   *
   * @param items from one plane to the next
   * @param whole how many items to write, a multiple of eight
   * @param typeSize 2, 4 or 8
   * @param x scratch of {@link WordStreams#SCRATCH} words
   */
  void run(
      byte[] source, int from, int items, byte[] target, int to, int whole, int typeSize, long[] x);
}
