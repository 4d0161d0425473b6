package dev.sparkzarr.array;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Memory of encoded chunks that nobody reads any more, to be used for the next ones. An array of
 * half a region of the heap or more stands alone in the old generation of G1, and making one for
 * each chunk has the heap marked again and again (docs/decisions/0011). Kept softly, up to a bound:
 * memory that is wanted elsewhere is let go. With assertions on, what is given is spoilt, so that
 * tests see who still reads it. Safe for many threads.
 */
final class SpareBytes {
  /** Those of this JVM: at most a 32nd of the heap. */
  static final SpareBytes SHARED = new SpareBytes(Runtime.getRuntime().maxMemory() / 32);

  /** Less is cheap to make. */
  static final int LEAST = 1 << 18;

  private final long most;
  private final List<SoftReference<byte[]>> spare = new ArrayList<>();

  /**
   * @param most bytes that are kept
   */
  SpareBytes(long most) {
    this.most = most;
  }

  /**
   * @return an array of this size or somewhat more; what it holds means nothing
   */
  byte[] take(int size) {
    if (size < LEAST) {
      return new byte[size];
    }
    byte[] found = find(size);
    return found == null ? new byte[rounded(size)] : found;
  }

  /** The next eighth of a power of two, so that one array serves chunks of similar sizes. */
  private static int rounded(int size) {
    long step = Integer.highestOneBit(size) >> 3;
    return (int) Math.min(Integer.MAX_VALUE - 8, (size + step - 1) / step * step);
  }

  private synchronized byte[] find(int size) {
    for (int i = spare.size() - 1; i >= 0; i--) {
      byte[] array = spare.get(i).get();
      if (array == null) {
        spare.remove(i);
      } else if (array.length >= size && array.length / 2 <= size) {
        spare.remove(i);
        return array;
      }
    }
    return null;
  }

  /** Takes an array that nobody reads or writes any more. */
  synchronized void give(byte[] array) {
    assert isSpoilt(array);
    if (array.length < LEAST || array.length > most) {
      return;
    }
    spare.add(new SoftReference<>(array));
    while (bytes() > most) {
      spare.remove(0);
    }
  }

  private static boolean isSpoilt(byte[] array) {
    Arrays.fill(array, (byte) 0x5A);
    return true;
  }

  /**
   * @return bytes that are kept
   */
  synchronized long bytes() {
    long bytes = 0;
    for (SoftReference<byte[]> reference : spare) {
      byte[] array = reference.get();
      bytes += array == null ? 0 : array.length;
    }
    return bytes;
  }
}
