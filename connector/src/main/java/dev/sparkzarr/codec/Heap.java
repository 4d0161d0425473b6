package dev.sparkzarr.codec;

/** Large arrays: what metadata declare may be more than the JVM has. Stateless. */
final class Heap {
  /** Smaller arrays are the business of whoever sized the heap. */
  private static final long LARGE = 64 << 20;

  private Heap() {}

  /**
   * @param size at most what one array holds
   * @param what for messages
   * @throws CodecException when this JVM has not so much memory
   */
  static byte[] bytes(long size, String what) {
    if (size < LARGE) {
      return new byte[(int) size];
    }
    if (size > Runtime.getRuntime().maxMemory() / 4 * 3) {
      throw CodecErrors.noMemory(what, size, null);
    }
    try {
      return new byte[(int) size];
    } catch (OutOfMemoryError e) {
      throw CodecErrors.noMemory(what, size, e); // nothing was taken: the JVM is as it was
    }
  }
}
