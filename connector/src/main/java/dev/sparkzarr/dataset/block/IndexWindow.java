package dev.sparkzarr.dataset.block;

/**
 * The indexes of one dimension that a job writes. Immutable.
 *
 * @param start the first
 * @param stop behind the last
 */
public record IndexWindow(long start, long stop) {
  /** All indexes of a dimension. */
  public static IndexWindow all(long length) {
    return new IndexWindow(0, length);
  }
}
