package dev.sparkzarr.dataset.predicate;

import java.io.Serializable;

/**
 * Whole numbers between two.
 *
 * @param least of them
 * @param greatest of them, not below {@code least}
 */
public record WholeRange(long least, long greatest) implements Serializable {
  public static final WholeRange BOOLEAN = new WholeRange(0, 1);
  public static final WholeRange INT8 = new WholeRange(Byte.MIN_VALUE, Byte.MAX_VALUE);
  public static final WholeRange INT16 = new WholeRange(Short.MIN_VALUE, Short.MAX_VALUE);
  public static final WholeRange UINT8 = new WholeRange(0, 0xff);
  public static final WholeRange UINT16 = new WholeRange(0, 0xffff);

  public WholeRange {
    if (least > greatest) {
      throw new IllegalArgumentException(least + " > " + greatest);
    }
  }

  /** The least range that has both. */
  public WholeRange hull(WholeRange other) {
    return new WholeRange(Math.min(least, other.least), Math.max(greatest, other.greatest));
  }

  /**
   * @return how many there are; 2^63-1 where there are more
   */
  public long size() {
    long size = greatest - least + 1;
    return size > 0 ? size : Long.MAX_VALUE;
  }
}
