package dev.sparkzarr.metadata;

import java.util.Arrays;

/** Lengths of dimensions, in order, each at least 0. A 0-d shape has one element. Immutable. */
public final class Shape implements java.io.Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] lengths;

  private Shape(long[] lengths) {
    for (long length : lengths) {
      if (length < 0) {
        throw new MetadataException(
            "Cannot use shape " + Arrays.toString(lengths) + ": a length is negative.");
      }
    }
    this.lengths = lengths;
  }

  /**
   * @param lengths copied
   */
  public static Shape of(long... lengths) {
    return new Shape(lengths.clone());
  }

  /**
   * @return the number of dimensions
   */
  public int rank() {
    return lengths.length;
  }

  /**
   * @return the length of dimension {@code dimension}
   */
  public long length(int dimension) {
    return lengths[dimension];
  }

  /**
   * @return a copy
   */
  public long[] toArray() {
    return lengths.clone();
  }

  /**
   * @return the number of elements
   * @throws ArithmeticException when it exceeds 2^63-1
   */
  public long elements() {
    long elements = 1;
    boolean overflow = false;
    for (long length : lengths) {
      if (length == 0) {
        return 0;
      }
      long high = Math.multiplyHigh(elements, length);
      elements *= length;
      overflow |= high != 0 || elements < 0;
    }
    if (overflow) {
      throw new ArithmeticException("shape " + this + " has more than 2^63-1 elements");
    }
    return elements;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(lengths, shape.lengths);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lengths);
  }

  @Override
  public String toString() {
    return Arrays.toString(lengths);
  }
}
