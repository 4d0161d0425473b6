package dev.sparkzarr.codec;

/** A 32-bit checksum of some bytes. Stateless: one instance serves every thread. */
interface Checksum {
  /** Bytes that a stored checksum takes, little-endian. */
  int SIZE = Integer.BYTES;

  /**
   * The checksum of {@code size} bytes from {@code at} on.
   *
   * @param size may be 0
   */
  int of(byte[] bytes, int at, int size);

  /**
   * Copies bytes to where they do not overlap, and sums them up.
   *
   * @param size may be 0
   */
  default int copy(byte[] source, int from, byte[] target, int to, int size) {
    System.arraycopy(source, from, target, to, size);
    return of(target, to, size);
  }
}
