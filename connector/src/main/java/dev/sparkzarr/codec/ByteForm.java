package dev.sparkzarr.codec;

/**
 * What is known of the bytes at one point of a chain when the chain is bound: the bound of every
 * allocation made for them.
 *
 * @param least how many bytes there are at least
 * @param most how many bytes there are at most; equal to {@code least} when the size is known
 * @param itemSize bytes of the items they consist of; 1 when they have no such structure
 */
public record ByteForm(long least, long most, int itemSize) {
  // What frames, headers, checksums and empty members of a legal stream may add.
  private static final long SLACK = 1 << 20;

  public ByteForm {
    if (least < 0 || most < least || itemSize < 1) {
      throw new IllegalArgumentException(least + ".." + most + " bytes of items of " + itemSize);
    }
  }

  /**
   * @return of a size known beforehand
   */
  public static ByteForm exactly(long size, int itemSize) {
    return new ByteForm(size, size, itemSize);
  }

  /**
   * @return of a size between 0 and {@code most}
   */
  public static ByteForm atMost(long most) {
    return new ByteForm(0, most, 1);
  }

  /**
   * @return whether the size is known beforehand
   */
  public boolean isExact() {
    return least == most;
  }

  /**
   * @return whether {@code size} is possible
   */
  public boolean allows(long size) {
    return size >= least && size <= most;
  }

  /**
   * @return these bytes with {@code count} more, such as a checksum
   */
  public ByteForm plus(int count) {
    return new ByteForm(add(least, count), add(most, count), 1);
  }

  /**
   * @return these bytes after a general compressor: a bound that no sensible stream exceeds
   */
  public ByteForm compressed() {
    return atMost(add(add(most, most / 8), SLACK));
  }

  private static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  @Override
  public String toString() {
    return isExact() ? Long.toString(most) : least == 0 ? "at most " + most : least + " to " + most;
  }
}
