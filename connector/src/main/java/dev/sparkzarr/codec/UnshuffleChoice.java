package dev.sparkzarr.codec;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Words first, vectors later. The first vectors of a JVM cost some 0.7 s of processor time, until
 * they are compiled; so they begin when so much has been unshuffled that this has almost been lost
 * already, and a short program never pays. Safe for many threads.
 */
final class UnshuffleChoice {
  /** System property: decoded bytes that a JVM unshuffles in words before vectors begin. */
  static final String AFTER = "sparkzarr.vectorsAfterBytes";

  /** The one of this JVM: vectors where {@link VectorCompiler} makes instructions of them. */
  static final UnshuffleChoice OF_JVM =
      new UnshuffleChoice(
          VectorCompiler.isHere() ? Long.getLong(AFTER, 16L << 30) : Long.MAX_VALUE,
          UnshuffleChoice::vectors);

  private final UnshuffleKernel words = new Unshuffle();
  private final Supplier<UnshuffleKernel> later;
  private final AtomicLong left;
  private volatile UnshuffleKernel vectors; // null: not begun

  /**
   * @param after decoded bytes
   */
  UnshuffleChoice(long after, Supplier<UnshuffleKernel> later) {
    this.left = new AtomicLong(after);
    this.later = later;
  }

  /**
   * @param bytes that are to be unshuffled now
   */
  UnshuffleKernel next(int bytes) {
    UnshuffleKernel begun = vectors;
    if (begun != null) {
      return begun;
    }
    if (left.get() > 0) {
      left.addAndGet(-bytes);
      return words;
    }
    vectors = later.get();
    return vectors;
  }

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
