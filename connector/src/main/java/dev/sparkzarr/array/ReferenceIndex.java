package dev.sparkzarr.array;

import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.metadata.Shape;

/** Index arithmetic as the textbook has it, for the engine {@code reference}. Stateless. */
final class ReferenceIndex {
  private ReferenceIndex() {}

  /**
   * @return the number of elements, which fit into memory
   */
  static int elements(Shape shape) {
    long elements = 1;
    for (long length : shape.toArray()) {
      if (length > Integer.MAX_VALUE || elements * length > Integer.MAX_VALUE) {
        throw new CodecException("a chunk of shape " + shape + " does not fit into memory.");
      }
      elements *= length;
    }
    return (int) elements;
  }

  /**
   * @return the position of an element in C order
   */
  static long position(long[] index, long[] lengths) {
    long position = 0;
    for (int i = 0; i < lengths.length; i++) {
      position = position * lengths[i] + index[i];
    }
    return position;
  }

  /**
   * Moves an index to the next in C order.
   *
   * @return false when it was the last; it is then all zeros again
   */
  static boolean advance(long[] index, long[] lengths) {
    for (int i = lengths.length - 1; i >= 0; i--) {
      index[i]++;
      if (index[i] < lengths[i]) {
        return true;
      }
      index[i] = 0;
    }
    return false;
  }
}
