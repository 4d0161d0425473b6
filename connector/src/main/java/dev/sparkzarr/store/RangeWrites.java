package dev.sparkzarr.store;

import java.nio.ByteBuffer;

/**
 * Writes inside an existing value, whose size stays. Not atomic: a reader, and whoever comes after
 * a writer that died, may see a part of the new bytes. Disjoint ranges may be written at the same
 * time; overlapping ones, and a range beside a put or delete of its key, leave it undefined which
 * bytes are there.
 */
@FunctionalInterface
public interface RangeWrites {
  /**
   * Overwrites bytes of a value.
   *
   * @param offset of the first byte, in bytes
   * @param bytes from position to limit, left as they were; may reach up to the value's last byte
   * @throws InvalidRangeException when the range passes the end of the value; nothing is written
   * @throws StoreException when no value has this key, or the bytes could not be written
   */
  void write(StoreKey key, long offset, ByteBuffer bytes);
}
