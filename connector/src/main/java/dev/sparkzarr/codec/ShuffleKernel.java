package dev.sparkzarr.codec;

/**
 * The byte shuffle of items of 2, 4 and 8 bytes, which is what most chunks need, in one of its two
 * directions. Source and target do not overlap. Safe for many threads.
 */
interface ShuffleKernel {
  /**
   * Items to planes, or planes to items.
   *
   * @param from first byte of the items, or of the first plane
   * @param items from one plane to the next
   * @param to first byte of the first plane, or of the items
   * @param whole how many items to write, a multiple of eight
   * @param typeSize 2, 4 or 8
   * @param x scratch of {@link WordStreams#SCRATCH} words
   */
  void run(
      byte[] source, int from, int items, byte[] target, int to, int whole, int typeSize, long[] x);
}
