package dev.sparkzarr.codec;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Words first, vectors later, for one direction of the shuffle. The first vectors of a JVM cost
 * some 0.7 s of processor time, until they are compiled; so they begin when so much has gone that
 * way that this has almost been lost already, and a short program never pays. Safe for many
 * threads.
 */
final class KernelChoice {
  /** System property: decoded bytes that a JVM moves in words before vectors begin. */
  static final String AFTER = "sparkzarr.vectorsAfterBytes";

  private static final long FIRST =
      VectorCompiler.isHere() ? Long.getLong(AFTER, 16L << 30) : Long.MAX_VALUE;

  /** Items to planes: vectors where {@link VectorCompiler} makes instructions of them. */
  static final KernelChoice SHUFFLE =
      new KernelChoice(new Shuffle(), FIRST, () -> vectors("VectorByteShuffle"));

  /** Planes to items, likewise. */
  static final KernelChoice UNSHUFFLE =
      new KernelChoice(new Unshuffle(), FIRST, () -> vectors("VectorUnshuffle"));

  private final ShuffleKernel words;
  private final Supplier<ShuffleKernel> later;
  private final AtomicLong left;
  private volatile ShuffleKernel vectors; // null: not begun

  /**
   * @param after decoded bytes
   */
  KernelChoice(ShuffleKernel words, long after, Supplier<ShuffleKernel> later) {
    this.words = words;
    this.left = new AtomicLong(after);
    this.later = later;
  }

  /**
   * @param bytes that are to be moved now
   */
  ShuffleKernel next(int bytes) {
    ShuffleKernel begun = vectors;
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

  /** By name: these classes are compiled apart, and load only where their module is. */
  private static ShuffleKernel vectors(String name) {
    try {
      return (ShuffleKernel)
          Class.forName("dev.sparkzarr.codec." + name).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The jar lacks its own class " + name + ".", e);
    }
  }
}
