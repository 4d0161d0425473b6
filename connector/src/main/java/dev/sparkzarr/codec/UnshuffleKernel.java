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

  /** The one of this JVM: vectors where {@link VectorCompiler} makes instructions of them. */
  static UnshuffleKernel best() {
    return Best.KERNEL;
  }

  /** Chosen once. */
  final class Best {
    private static final UnshuffleKernel KERNEL =
        VectorCompiler.isHere() ? vectors() : new Unshuffle();

    private Best() {}

    /** By name: the class is compiled apart, and loads only where its module is. */
    private static UnshuffleKernel vectors() {
      try {
        return (UnshuffleKernel)
            Class.forName("dev.sparkzarr.codec.VectorUnshuffle")
                .getDeclaredConstructor()
                .newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("The jar lacks its own class VectorUnshuffle.", e);
      }
    }
  }
}
