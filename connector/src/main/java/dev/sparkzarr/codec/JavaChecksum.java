package dev.sparkzarr.codec;

import java.util.function.Supplier;

/** A checksum of {@link java.util.zip}. Copies in parts that stay in the first cache. Stateless. */
final class JavaChecksum implements Checksum {
  private static final int PART = 16 << 10;

  private final Supplier<java.util.zip.Checksum> sums;

  JavaChecksum(Supplier<java.util.zip.Checksum> sums) {
    this.sums = sums;
  }

  @Override
  public int of(byte[] bytes, int at, int size) {
    java.util.zip.Checksum sum = sums.get();
    sum.update(bytes, at, size);
    return (int) sum.getValue();
  }

  @Override
  public int copy(byte[] source, int from, byte[] target, int to, int size) {
    java.util.zip.Checksum sum = sums.get();
    for (int done = 0; done < size; done += PART) {
      int part = Math.min(PART, size - done);
      System.arraycopy(source, from + done, target, to + done, part);
      sum.update(target, to + done, part);
    }
    return (int) sum.getValue();
  }
}
